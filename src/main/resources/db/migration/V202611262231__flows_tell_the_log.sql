-- Whether the log tells of the run: of those from before it is told afterwards.
alter table flows.flow_run add column told boolean not null default false;
alter table flows.flow_run alter column told set default true;
create index flow_run_untold on flows.flow_run (profile_id, flow_id, run_id) where not told;
