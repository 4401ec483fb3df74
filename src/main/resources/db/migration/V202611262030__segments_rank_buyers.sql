-- How buyers were divided on a day; the newest counts. Amounts are in ten-thousandths.
create table segments.ranking (
  -- 0: orders of every shop
  shop_id int not null,
  currency text not null,
  day date not null,
  measured_at timestamptz not null,
  -- those who ordered in the last two years, and their bounds: of the best third, of the second
  buyers int not null,
  days bigint[] not null,
  orders bigint[] not null,
  spent bigint[] not null,
  -- those who ever ordered, and the bounds of their tenths, best first
  buyers_ever int not null,
  net bigint[] not null,
  primary key (shop_id, currency, day)
);

create table segments.ranking_progress (
  one boolean primary key check (one),
  measured_at timestamptz,
  -- chunks of people up to here were looked at since; null: everybody
  judged_to int
);

insert into segments.ranking_progress (one) values (true);
