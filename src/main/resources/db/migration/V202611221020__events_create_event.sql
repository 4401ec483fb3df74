-- Names of what happens; a small table that is written in its own transactions.
create table events.metric (
  metric_id int generated always as identity primary key,
  name text not null unique
);

-- The log. `id` is a UUIDv7 of the event's time, so the partitions are months (older history: years).
-- (txid, seq) is the order in which consumers read it.
create table events.event (
  profile_id uuid not null,
  id uuid not null,
  metric_id int not null,
  shop_id int not null,
  at timestamptz not null,
  txid xid8 not null,
  seq int not null,
  properties jsonb not null,
  primary key (profile_id, id)
) partition by range (id);

create index event_order on events.event (txid, seq);

-- Keys of facts already taken, partitioned like the log.
create table events.taken (
  id uuid primary key
) partition by range (id);

-- The same for facts that came without a usable time of their own.
create table events.taken_timeless (
  id uuid primary key,
  taken_at timestamptz not null
);

create index taken_timeless_age on events.taken_timeless (taken_at);

create table events.partition (
  from_month date primary key,
  to_month date not null,
  created_at timestamptz not null
);

-- How far each consumer has read. `cluster` is the database cluster whose transaction numbers txid
-- counts: in another one the cursor would silently skip events.
create table events.cursor (
  name text primary key,
  txid xid8 not null,
  seq int not null,
  cluster text not null,
  moved_at timestamptz not null
);

-- Events a consumer failed on, by themselves, again and again.
create table events.set_aside (
  consumer text not null,
  event_id uuid not null,
  profile_id uuid not null,
  reason text not null,
  set_aside_at timestamptz not null,
  primary key (consumer, event_id)
);
