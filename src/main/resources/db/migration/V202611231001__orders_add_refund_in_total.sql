-- Files sum up what was refunded until they were taken in; the refunds of before are part of it.
alter table orders.refund
  add column in_total boolean not null default false;
