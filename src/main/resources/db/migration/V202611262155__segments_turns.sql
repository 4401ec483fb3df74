-- Moments at which people are looked at again because segments were judged for everybody; what is found of one
-- person at a time stands in profile_facts.turn_at.
create table segments.turns (
  -- 4,096 people by ord, as in segments.member
  chunk int primary key,
  -- the earliest of them
  next_at timestamptz,
  -- for each person four bytes: seconds since 2000, rounded down; all bits set: none
  seconds bytea not null
);

alter table segments.turns alter column seconds set storage external;

create index turns_next on segments.turns (next_at) where next_at is not null;
