create table flows.flow (
  flow_id uuid primary key,
  shop_id int not null,
  key text not null,
  name jsonb not null,
  state text not null check (state in ('draft', 'live', 'paused')),
  version int not null,
  paused_at timestamptz,
  created_at timestamptz not null,
  unique (shop_id, key)
);

create table flows.flow_version (
  flow_id uuid not null references flows.flow,
  version int not null,
  definition jsonb not null,
  created_at timestamptz not null,
  primary key (flow_id, version)
);

-- One person's way through one flow. `step` is the index of the step that is done when `due_at` comes.
create table flows.flow_run (
  profile_id uuid not null,
  flow_id uuid not null,
  run_id uuid not null,
  version int not null,
  step int not null,
  sent int not null default 0,
  state text not null check (state in ('waiting', 'done', 'exited', 'failed')),
  entered_at timestamptz not null,
  triggered_at timestamptz not null,
  due_at timestamptz,
  ended_at timestamptz,
  exit_reason text,
  data jsonb not null default '{}',
  primary key (profile_id, flow_id, run_id)
);

create unique index flow_run_one_waiting on flows.flow_run (profile_id, flow_id) where state = 'waiting';
create index flow_run_due on flows.flow_run (due_at) where state = 'waiting';
create index flow_run_people on flows.flow_run (flow_id, entered_at desc);
