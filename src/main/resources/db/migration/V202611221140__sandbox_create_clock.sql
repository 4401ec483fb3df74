-- How far the sandbox clock is ahead, so that a restart keeps its time. One row.
create table sandbox.clock (
  only_row boolean primary key default true check (only_row),
  ahead_nanos bigint not null
);
