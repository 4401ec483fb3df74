-- When a segment that was too slow is tried again.
alter table segments.segment add retry_at timestamptz;

-- People who cannot be judged, and why: they stay as they were.
create table segments.set_aside (
  profile_id uuid primary key,
  reason text not null,
  set_aside_at timestamptz not null
);
