create schema customers;

-- When people were first and last seen doing something, for the order of the customers page. `last_at`
-- may lag by a few minutes, so that somebody browsing does not cost a write per page.
create table customers.seen (
  profile_id uuid primary key,
  first_at timestamptz not null,
  last_at timestamptz not null
) with (fillfactor = 85);

create index seen_by_last on customers.seen (last_at desc, profile_id desc);

-- The customers page by name.
create index profile_by_name on profiles.profile (
    lower(coalesce(last_name, first_name, email)) collate "C", profile_id)
  where merged_into is null and coalesce(last_name, first_name, email) is not null;
