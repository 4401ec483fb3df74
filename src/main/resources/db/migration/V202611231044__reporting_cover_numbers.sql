-- The numbers of people from the index alone.
alter table reporting.person drop constraint person_pkey, add primary key (profile_id) include (n);
