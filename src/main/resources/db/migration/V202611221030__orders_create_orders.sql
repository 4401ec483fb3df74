-- Who an order belongs to; claimed once, so that one order has one owner whoever reports on it.
create table orders.order_owner (
  ref text primary key, -- shop id and the shop's order number, '1:10042'
  profile_id uuid not null
);

create table orders.orders (
  profile_id uuid not null,
  order_id uuid not null, -- made of ref
  shop_id int not null,
  external_id text not null, -- the shop's own order number
  placed_at timestamptz, -- null: only later facts are known yet; the order counts nowhere
  content_at timestamptz, -- time of the placement that decided the content below
  content_hash bigint,
  currency text,
  total numeric,
  tax numeric,
  shipping numeric,
  discount numeric,
  coupon text,
  cancelled_at timestamptz,
  fulfilled_at timestamptz,
  refunded numeric not null, -- never more than total
  net numeric not null, -- total less refunded; 0 when cancelled or not placed
  status text not null,
  primary key (profile_id, order_id)
);

create index orders_by_day on orders.orders (placed_at) where placed_at is not null;

create table orders.line (
  profile_id uuid not null,
  order_id uuid not null,
  line_no int not null,
  product_id text,
  sku text,
  title text not null,
  variant text,
  category text,
  quantity numeric not null,
  unit_price numeric not null,
  url text,
  image_url text,
  primary key (profile_id, order_id, line_no)
);

create table orders.refund (
  profile_id uuid not null,
  order_id uuid not null,
  refund_id text not null,
  at timestamptz not null,
  amount numeric, -- null: the whole order
  currency text,
  primary key (profile_id, order_id, refund_id)
);

-- What each customer has bought, kept with every change of an order.
create table orders.buyer (
  profile_id uuid not null,
  currency text not null,
  orders int not null, -- placed and not cancelled
  revenue numeric not null, -- net
  refunded numeric not null,
  primary key (profile_id, currency)
);

create index buyer_by_revenue on orders.buyer (currency, revenue desc, profile_id desc);

-- One cart per person and shop: the facts since the last time it was known whole, and their result.
create table orders.cart (
  profile_id uuid not null,
  shop_id int not null,
  facts jsonb not null,
  items jsonb not null,
  item_count int not null,
  value numeric,
  currency text,
  url text,
  updated_at timestamptz not null,
  primary key (profile_id, shop_id)
);
