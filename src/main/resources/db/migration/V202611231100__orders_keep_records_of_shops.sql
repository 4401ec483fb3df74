-- An order that the shop's own system describes as a whole; facts of others do not change it any more.
alter table orders.orders
  add column recorded boolean not null default false,
  add column rate numeric; -- what one unit of its currency was worth in the shop's own currency
