-- What an order adds to figures, in the shop's currency at the day's rate; in the order's own where no rate is known.
alter table orders.orders
  add column rate_currency text, -- what the shop's own rate leads to
  add column base_currency text,
  add column base_rate numeric, -- null: not converted
  add column base_net numeric,
  add column base_refunded numeric;
update orders.orders o set rate_currency = s.currency from accounts.shop s where s.id = o.shop_id and o.rate is not null;
update orders.orders set base_currency = currency, base_net = net, base_refunded = refunded;
alter table orders.orders alter column base_net set not null, alter column base_refunded set not null;

create index orders_by_shop_and_valued_placing on orders.orders (shop_id, placed_at, order_id)
  include (profile_id, currency, base_currency, base_net, cancelled_at)
  where placed_at is not null;
drop index orders.orders_by_shop_and_placing;

-- One unit of `currency` was worth so many of `base` on that day. The European Central Bank says it of the euro alone.
create table orders.exchange_rate (
  currency text not null,
  base text not null,
  source text not null check (source in ('ecb', 'staff')),
  day date not null,
  rate numeric not null check (rate > 0),
  primary key (currency, base, source, day)
);

-- Where reference rates come from; no row: from nowhere.
create table orders.rate_source (
  one boolean primary key default true check (one),
  url text not null,
  asked_at timestamptz,
  problem text,
  next_at timestamptz not null
);

-- From where on a shop's orders are still to be valued anew; `at` null: none.
create table orders.valuation (
  shop_id int primary key,
  currency text not null,
  at timestamptz,
  order_id uuid not null default '00000000-0000-0000-0000-000000000000'
);
