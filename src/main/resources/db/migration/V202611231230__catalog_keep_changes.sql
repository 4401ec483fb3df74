-- Who describes a product: 'shop', or 'feed:' and its id. Null: it was only seen in events.
alter table catalog.product add column source text;
update catalog.product set source = 'shop' where recorded_at is not null;

create index product_by_title on catalog.product (shop_id, lower(title) collate "C", product_id);
create index product_search on catalog.product using gin (lower(title) public.gin_trgm_ops);

-- What a variant costs and is called in one language or market, such as 'de' or 'de-AT'.
create table catalog.offer (
  shop_id int not null,
  product_id text not null,
  variant_id text not null,
  market text not null,
  source text not null,
  title text,
  url text,
  price numeric,
  sale_price numeric,
  currency text not null,
  primary key (shop_id, product_id, variant_id, market)
);

-- What changed: prices as they are asked, and counted stock. The market is empty for the shop's own.
create table catalog.change (
  shop_id int not null,
  product_id text not null,
  variant_id text not null,
  market text not null,
  kind text not null check (kind in ('price', 'stock')),
  at timestamptz not null,
  was numeric not null,
  now numeric not null,
  currency text,
  primary key (shop_id, product_id, variant_id, market, kind, at)
);
create index change_by_age on catalog.change (at);

-- What customers may want to hear of; read by (txid, fact_id), as the log is by (txid, seq).
create table catalog.fact (
  fact_id bigint generated always as identity primary key,
  txid xid8 not null default pg_current_xact_id(),
  shop_id int not null,
  product_id text not null,
  variant_id text not null,
  market text not null,
  kind text not null check (kind in ('price_drop', 'low_stock', 'back_in_stock')),
  at timestamptz not null,
  was numeric,
  now numeric,
  currency text,
  lowest numeric -- of the thirty days before, of a price drop
);
create index fact_order on catalog.fact (txid, fact_id);
create index fact_by_product on catalog.fact (shop_id, product_id, at);

-- One row for each shop that wants another threshold.
create table catalog.rule (
  shop_id int primary key,
  low_stock int not null check (low_stock >= 0)
);
