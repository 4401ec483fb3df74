-- The orders of a period in the order of lists, and what is added up of them, from the index alone.
create index orders_by_shop_and_placing on orders.orders (shop_id, placed_at, order_id)
  include (profile_id, currency, net, cancelled_at)
  where placed_at is not null;
drop index orders.orders_by_shop_and_day;
