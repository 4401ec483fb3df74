-- What messages of one template version have in common: the template with nobody's data in it. Contents are deflated
-- against it.
create table messaging.content_dictionary (
    id uuid primary key,
    body bytea not null
);

alter table messaging.content add column dictionary_id uuid;
