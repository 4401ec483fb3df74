-- When somebody was told that what they wished for is back.
alter table forms.signup add column told_at timestamptz;
create index signup_by_wish on forms.signup (shop_id, (wanted ->> 'productId'), confirmed_at, id)
  where wanted is not null and confirmed_at is not null and told_at is null;

-- Products that are back and that somebody is still to be told of.
create table forms.restock (
  shop_id int not null,
  product_id text not null,
  variant_id text not null, -- empty: any
  told int not null default 0, -- people, since it is back
  next_at timestamptz not null,
  primary key (shop_id, product_id, variant_id)
);

-- How far the facts of the catalogue are read.
create table forms.restock_cursor (
  one boolean primary key default true check (one),
  place text not null,
  fact_id bigint not null
);
