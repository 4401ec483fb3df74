-- Facts that broke their batch; `body` is text and not JSON, for what the database refused may be the
-- JSON itself.
create table ingest.set_aside (
  id uuid primary key,
  shop_id int not null,
  set_aside_at timestamptz not null,
  reason text not null,
  body text not null
);

create index set_aside_age on ingest.set_aside (set_aside_at);

-- How many facts came to which end, by minute.
create table ingest.minute_count (
  minute timestamptz not null,
  shop_id int not null,
  outcome text not null,
  reason text not null,
  count bigint not null,
  primary key (minute, shop_id, outcome, reason)
);
