-- The shops' products as events and imports show them.
create table catalog.product (
  shop_id int not null,
  product_id text not null, -- the shop's own
  title text not null, -- the id, as long as no title is known
  url text,
  image_url text,
  price numeric,
  currency text,
  category text,
  seen_at timestamptz not null, -- to the day, while nothing else changes
  primary key (shop_id, product_id)
);
