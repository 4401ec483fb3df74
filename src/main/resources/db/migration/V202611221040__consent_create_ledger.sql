-- What people allowed and withdrew, entry by entry; never changed, except that unconfirmed sign-ups are
-- deleted and a merge moves entries to the surviving profile.
create table consent.ledger (
  profile_id  uuid not null,
  id          uuid not null,
  channel     text not null,
  purpose     text not null,
  state       text not null check (state in ('subscribed', 'pending', 'unsubscribed')),
  method      text not null,
  at          timestamptz not null,
  recorded_at timestamptz not null,
  source      text not null,
  wording     text,
  ip          text,
  user_agent  text,
  primary key (profile_id, id)
);

create index ledger_pending on consent.ledger (at) where state = 'pending';

-- What holds now, by profile, channel and purpose.
create table consent.state (
  profile_id uuid not null,
  channel    text not null,
  purpose    text not null,
  state      text not null check (state in ('subscribed', 'pending', 'unsubscribed')),
  method     text not null,
  since      timestamptz not null,
  source     text not null,
  primary key (profile_id, channel, purpose)
);

create index state_pending on consent.state (since) where state = 'pending';

-- Addresses that must not be written to. Only a keyed hash of the address is kept, so that the block
-- survives a merge and an erasure without keeping the address.
create table consent.suppression (
  channel      text not null,
  address_hash bytea not null,
  reason       text not null,
  at           timestamptz not null,
  detail       text,
  lifted_at    timestamptz,
  primary key (channel, address_hash)
);
