create table segments.list (
  list_id uuid primary key,
  -- stands for the list wherever many are kept
  no int generated always as identity unique,
  name text not null,
  description text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- when somebody was last put on it or taken off; written first by whoever does
  people_at timestamptz not null,
  archived_at timestamptz
);

-- Who was put on a list, when, how and by whom.
create table segments.list_member (
  profile_id uuid not null,
  list_id uuid not null,
  added_at timestamptz not null,
  -- chosen, pasted, api, import, segment, copy
  how text not null,
  by_whom text,
  primary key (profile_id, list_id)
);

create index list_member_by_list on segments.list_member (list_id, added_at desc, profile_id desc);

-- Many to be put on a list or taken off, a piece at a time.
create table segments.list_work (
  id bigint generated always as identity primary key,
  list_id uuid not null,
  -- null: everybody who was put on it until `at` is taken off
  chunk int,
  -- who of the chunk was in the segment when it was asked for
  bits bytea,
  by_whom text,
  at timestamptz not null
);

create index list_work_by_list on segments.list_work (list_id);
