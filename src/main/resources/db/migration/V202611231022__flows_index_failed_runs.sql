create index flow_run_failed on flows.flow_run (ended_at) where state = 'failed';
