-- The latest moment at which people were judged: where the clock is far before it now, it was wrong then.
create table segments.latest (
  one boolean primary key check (one),
  at timestamptz not null
);
