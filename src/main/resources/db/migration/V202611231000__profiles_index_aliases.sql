-- Whoever writes of people asks where their ids lead now. Few were ever merged, so this stays small
-- enough to answer from memory.
create index profile_alias on profiles.profile (profile_id) include (merged_into)
  where merged_into is not null;

-- Products are noted where events are taken in, and no longer by a reader of the log.
delete from events.cursor where name = 'catalog';
