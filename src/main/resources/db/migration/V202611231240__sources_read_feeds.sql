-- Product feeds that are fetched by their address.
create table sources.feed (
  feed_id uuid primary key,
  shop_id int not null,
  name text not null,
  url text not null,
  market text not null, -- empty: the shop's own; else a language or market such as 'de-AT'
  login bytea, -- user and password, encrypted
  inside_network boolean not null,
  etag text,
  modified text, -- Last-Modified, as it was sent
  timed boolean not null default false, -- sales in it begin or end
  accept_fewer boolean not null default false, -- staff said that so few products are right
  items int not null default 0, -- usable ones, when it was last applied
  applied_at timestamptz,
  failures int not null default 0, -- in a row
  next_at timestamptz not null,
  claimed_until timestamptz,
  read int, -- items of the run that is going on
  result jsonb, -- of the last run
  created_at timestamptz not null,
  unique (shop_id, url, market)
);
create index feed_by_turn on sources.feed (next_at);

-- What a feed says of each product, in short; gone: the feed has it no more.
create table sources.feed_product (
  feed_id uuid not null,
  product_id text not null,
  hash bigint not null,
  gone boolean not null,
  primary key (feed_id, product_id)
);

-- A feed while it is read.
create unlogged table sources.feed_item (
  feed_id uuid not null,
  product_id text not null,
  variant_id text not null,
  position int not null,
  item jsonb not null,
  primary key (feed_id, product_id, variant_id)
);
