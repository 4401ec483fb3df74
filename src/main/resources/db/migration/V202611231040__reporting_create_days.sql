-- What each day of a shop comes to, worked out from the facts in the background; see docs/adr/0043.

-- Small numbers for people: who did something on a day is a short list of them.
create table reporting.person (
  profile_id uuid primary key,
  n int generated always as identity
);

-- What the days of a shop were worked out for, and up to which day all of them were.
create table reporting.calendar (
  shop_id int primary key,
  time_zone text not null,
  currency text not null,
  through date,
  rounds bigint not null
);

-- A day that is missing had nothing. Money and orders in the shop's currency.
create table reporting.day (
  shop_id int not null,
  day date not null,
  orders int not null, -- without the cancelled
  cancelled int not null,
  revenue numeric not null,
  elsewhere int not null, -- orders in other currencies
  credited_orders int not null,
  credited_cancelled int not null,
  credited_revenue numeric not null,
  buyers bytea not null, -- numbers of people, as io.kundig.reporting.People writes them
  again bytea not null, -- buyers with more than one order that day
  recipients bytea not null,
  primary key (shop_id, day)
);

create table reporting.flow_day (
  shop_id int not null,
  day date not null,
  flow_id uuid not null,
  credited_orders int not null,
  credited_cancelled int not null,
  credited_revenue numeric not null,
  recipients bytea not null,
  openers bytea not null,
  clickers bytea not null,
  measured bytea not null, -- recipients whose opens and clicks may be measured
  primary key (shop_id, day, flow_id)
);

alter table reporting.day
  alter column buyers set storage external,
  alter column again set storage external,
  alter column recipients set storage external;
alter table reporting.flow_day
  alter column recipients set storage external,
  alter column openers set storage external,
  alter column clickers set storage external,
  alter column measured set storage external;

-- Hours whose facts changed since their day was worked out: rows of every writing transaction, none of them shared.
create table reporting.changed_hour (
  shop_id int not null,
  facts text not null, -- orders, messages, touches
  hour timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

create index changed_hour_by_shop on reporting.changed_hour (shop_id, hour);

-- Whether the addressee had allowed that opens and clicks are counted.
alter table messaging.message add column measured boolean not null generated always as (
  jsonb_path_exists(decision, '$.checks[*] ? (@.code == "tracking_consent" && @.facts.granted == true)')) stored;
