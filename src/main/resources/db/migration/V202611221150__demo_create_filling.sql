create schema demo;

create table demo.filling (
  started_at timestamptz not null,
  finished_at timestamptz
);
