-- A shop system that tells what happens in it, and can be asked.
create table sources.connection (
  connection_id uuid primary key,
  shop_id int not null,
  kind text not null,
  address text not null,
  state text not null check (state in ('connected', 'disconnected')),
  live text not null check (live in ('webhooks', 'polling')),
  settings jsonb not null,
  keys bytea not null, -- encrypted
  hook_secret bytea not null, -- encrypted
  hooks jsonb not null, -- as the shop last said
  greeting jsonb not null, -- what the shop says of itself
  connected_at timestamptz not null, -- what happened before is history
  problem jsonb, -- why the shop could not be asked the last time
  deliveries bigint not null default 0,
  last_delivery_at timestamptz,
  last_lag_ms bigint, -- from a change in the shop to its being known here
  next_poll_at timestamptz,
  next_comparison_at timestamptz,
  comparison jsonb, -- what the last one found
  unique (shop_id, kind, address)
);

-- Raw payloads that wait, or that could not be read. Applied ones are deleted.
create table sources.delivery (
  delivery_id uuid primary key, -- hash of connection, topic, the shop's id of the delivery, and body
  connection_id uuid not null,
  received_at timestamptz not null,
  topic text not null,
  body bytea not null,
  state text not null check (state in ('waiting', 'unreadable')),
  reason text,
  detail text
);
create index delivery_waiting on sources.delivery (received_at, delivery_id) where state = 'waiting';
create index delivery_unreadable on sources.delivery (connection_id, received_at desc) where state = 'unreadable';

-- Counts up with everything that is asked of a shop or taken from it, so that it is known what came later.
create sequence sources.turn cache 1;

-- Which state of each of a shop's records is applied.
create table sources.mirror (
  connection_id uuid not null,
  resource text not null,
  external_id text not null,
  modified_at timestamptz, -- by the shop's clock; null: only known to be gone
  hash bigint not null, -- of its content
  deleted boolean not null,
  turn bigint not null, -- when it was applied
  name text, -- an order's number
  told text not null, -- which of its events stand in the log
  primary key (connection_id, resource, external_id)
);

-- Records whose state only the shop itself can tell.
create table sources.lookup (
  connection_id uuid not null,
  resource text not null,
  external_id text not null,
  turn bigint not null, -- when it was wanted: an answer asked for earlier does not do
  due_at timestamptz not null,
  tries int not null,
  primary key (connection_id, resource, external_id)
);
create index lookup_due on sources.lookup (due_at);

-- How far a shop's past is taken, and until when its changes are.
create table sources.history (
  connection_id uuid not null,
  resource text not null,
  ordinal int not null,
  state text not null check (state in ('running', 'done')),
  cursor text,
  done bigint not null,
  total bigint,
  started_at timestamptz,
  finished_at timestamptz,
  changed_until timestamptz not null, -- by the shop's clock
  due_at timestamptz not null, -- when to go on
  primary key (connection_id, resource)
);
