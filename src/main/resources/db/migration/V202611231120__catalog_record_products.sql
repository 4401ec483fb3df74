-- Products that the shop's own system describes; sightings in events change those no more.
alter table catalog.product
  add column recorded_at timestamptz, -- null: only seen
  add column published boolean,
  add column brand text,
  add column description text,
  add column categories jsonb,
  add column urls jsonb; -- by language

create table catalog.variant (
  shop_id int not null,
  product_id text not null,
  variant_id text not null,
  position int not null,
  sku text,
  title text,
  price numeric, -- without any sale
  sale_price numeric,
  currency text not null,
  stock numeric, -- null: the shop does not count
  available boolean not null,
  url text,
  image_url text,
  primary key (shop_id, product_id, variant_id)
);

create table catalog.coupon (
  shop_id int not null,
  coupon_id text not null,
  code text not null,
  percent boolean not null,
  amount numeric not null,
  currency text not null,
  expires_at timestamptz,
  usage_limit int,
  used int not null,
  primary key (shop_id, coupon_id)
);
