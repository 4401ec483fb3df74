-- A person or an anonymous visitor. A merged one stays as an alias: merged_into always leads, in one
-- hop, to a profile that is not merged itself.
create table profiles.profile (
  profile_id uuid primary key,
  known boolean not null,
  traits jsonb not null,
  -- trait -> Unix milliseconds of the fact that set or deleted it
  trait_times jsonb not null,
  -- read out of identifiers and traits; email and phone are always identifiers this profile owns
  email text,
  phone text,
  first_name text,
  last_name text,
  locale text,
  time_zone text,
  city text,
  country text,
  -- lower case: e-mail, names, phone; what the customers page searches
  search text,
  merged_into uuid,
  created_at timestamptz not null
);

create index profile_merged_into on profiles.profile (merged_into) where merged_into is not null;
create index profile_search on profiles.profile using gin (search public.gin_trgm_ops)
  where search is not null and merged_into is null;
create index profile_created on profiles.profile (created_at, profile_id) where merged_into is null;

-- Who an identifier belongs to: the only place where something is unique across profiles.
create table profiles.identifier_owner (
  ident text collate "C" primary key,
  profile_id uuid not null,
  claimed_at timestamptz not null
);

create index identifier_owner_profile on profiles.identifier_owner (profile_id);

-- Every merge, and how far the background move of its rows has come. The rows may move once every
-- transaction older than the horizon has ended.
create table profiles.merge (
  profile_id uuid primary key,
  into_id uuid not null,
  merged_at timestamptz not null,
  horizon xid8,
  failures int not null default 0,
  due_at timestamptz not null,
  moved_at timestamptz
);

create index merge_pending on profiles.merge (due_at) where moved_at is null;
create index merge_into on profiles.merge (into_id);

-- Claims that were not believed: the identifier belongs to somebody else, or would have replaced one
-- without proof.
create table profiles.identity_conflict (
  profile_id uuid not null,
  ident text collate "C" not null,
  other_profile_id uuid,
  reason text not null,
  noted_at timestamptz not null,
  primary key (profile_id, ident)
);
