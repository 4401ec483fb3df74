-- Besides the refunds that shops report and the totals that files sum up there are credit notes, which
-- may stand for a refund that was reported.
alter table orders.refund
  add column kind text not null default 'reported' check (kind in ('reported', 'credit_note', 'in_total'));
update orders.refund set kind = 'in_total' where in_total;
alter table orders.refund drop column in_total, alter column kind drop default;
