-- When the shop was last asked for all that changed, and answered.
alter table sources.connection add column last_poll_at timestamptz;
