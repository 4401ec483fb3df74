create schema segments;

-- Whether anything is kept about people here: from the first segment on, or the first question about one.
create table segments.engine (
  one boolean primary key check (one),
  -- counts the changes of definitions; locked shared by whoever judges, exclusively by whoever changes one
  version bigint not null,
  wanted_at timestamptz,
  -- transactions older than this may have changed people without leaving a mark
  horizon xid8,
  -- facts of profiles up to here are kept
  built_to uuid,
  built_at timestamptz
);

insert into segments.engine (one, version) values (true, 0);

create table segments.segment (
  segment_id uuid primary key,
  -- stands for the segment wherever many are kept
  no int generated always as identity unique,
  name text not null,
  description text not null,
  shop_id int,
  condition jsonb not null,
  -- building, live, failed
  state text not null,
  problem text,
  -- chunks up to here are judged by the present condition
  refreshed_to int,
  -- the engine's version since which it is live
  live_version bigint not null default 0,
  refreshed_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz
);

-- Occurrences are kept by a number that stands for a metric, or for a metric with filters or a property.
create table segments.stream (
  stream_no int generated always as identity primary key,
  key jsonb not null unique,
  -- null: only for what happens from now on; the past is being read
  complete_at timestamptz
);

create table segments.trait (
  trait_no int generated always as identity primary key,
  name text not null unique,
  -- null: not yet kept of everybody who has it
  complete_at timestamptz
);

-- What is known of each person, packed for the evaluator: a projection of log, traits, consents and orders.
create table segments.profile_facts (
  profile_id uuid primary key,
  ord int generated always as identity unique,
  built boolean not null,
  events bytea not null,
  state bytea not null,
  -- when time alone may change something
  turn_at timestamptz,
  -- the numbers of the segments that held when they were last judged, all of them at this version of the engine
  holds bytea not null default '',
  judged_version bigint not null default 0
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

alter table segments.profile_facts
  alter column events set storage external,
  alter column state set storage external;

create index profile_facts_turn on segments.profile_facts (turn_at) where turn_at is not null;

-- Who is in a segment: a bit for each of 4,096 people, by ord.
create table segments.member (
  segment_no int not null,
  chunk int not null,
  members int not null,
  bits bytea not null,
  primary key (segment_no, chunk)
) with (fillfactor = 70);

alter table segments.member alter column bits set storage plain;

-- People something else than the log tells of: traits, identifiers, consents, orders, merges.
create table segments.touched (
  id bigint generated always as identity primary key,
  profile_id uuid not null,
  -- their past is to be read again
  rebuild boolean not null
);

create table segments.day (
  segment_no int not null,
  day date not null,
  entered int not null,
  left_ int not null,
  primary key (segment_no, day)
);
