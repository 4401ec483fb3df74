-- Whoever has no name, for the few of them who bought something.
create index profile_anonymous on profiles.profile (profile_id) where not known and merged_into is null;
