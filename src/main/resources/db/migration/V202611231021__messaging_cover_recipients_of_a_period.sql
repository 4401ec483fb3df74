-- Who was written to in a period is read from the index alone.
create index message_by_shop_and_sending on messaging.message (shop_id, sent_at)
  include (profile_id, kind, state, origin_id)
  where sent_at is not null;
drop index messaging.message_by_sending;

-- Few messages fail; whoever looks for them must not walk past all that did not.
create index message_failed on messaging.message (state, planned_at desc) where state in ('failed', 'bounced');
