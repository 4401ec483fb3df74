-- One schema per module; each module writes only its own.
create schema accounts;
create schema catalog;
create schema profiles;
create schema consent;
create schema events;
create schema orders;
create schema ingest;
create schema sources;
create schema templates;
create schema tracking;
create schema messaging;
create schema channels;
create schema flows;
create schema forms;
create schema reporting;
create schema sandbox;

create extension if not exists pg_trgm with schema public;
