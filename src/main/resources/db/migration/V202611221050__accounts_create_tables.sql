create table accounts.staff (
  id uuid primary key,
  name text not null,
  email text not null unique,
  password_hash text not null,
  role text not null check (role in ('owner', 'admin', 'marketer', 'support')),
  locale text not null,
  theme text not null,
  created_at timestamptz not null
);

-- One-time links: whoever opens one becomes a member of staff with this role.
create table accounts.invitation (
  token_hash bytea primary key,
  role text not null check (role in ('owner', 'admin', 'marketer', 'support')),
  name text,
  email text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table accounts.session (
  token_hash bytea primary key,
  staff_id uuid not null references accounts.staff on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index on accounts.session (staff_id);
create index on accounts.session (expires_at);

-- Tries at signing in, as a leaky bucket: `drained_at` is when it will be empty again.
create table accounts.sign_in_throttle (
  key text primary key,
  drained_at timestamptz not null
);

create table accounts.api_key (
  id uuid primary key,
  name text not null,
  prefix text not null,
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz
);

create table accounts.shop (
  id int primary key,
  name text not null,
  currency text not null,
  time_zone text not null,
  locale text not null,
  url text,
  sender_name text,
  sender_email text,
  sender_reply_to text,
  company text,
  street text,
  city text,
  country text,
  representative text,
  impressum_email text,
  phone text,
  register text,
  vat_id text,
  write_key text not null unique,
  marketing_gap_hours int not null,
  attribution_click_days int not null,
  attribution_open_days int not null,
  created_at timestamptz not null
);

-- Keys a shop had before: snippets in the wild keep working.
create table accounts.former_write_key (
  write_key text primary key,
  shop_id int not null references accounts.shop
);

create table accounts.audit (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text check (actor_kind in ('staff', 'key')),
  actor_id uuid,
  actor_name text,
  action text not null,
  subject text not null,
  changes jsonb not null
);

-- First answers to requests with an Idempotency-Key; `status` is null while the first request runs.
create table accounts.idempotency (
  key_hash bytea primary key,
  request_hash bytea not null,
  started_at timestamptz not null,
  status int,
  headers jsonb,
  body bytea
);
create index on accounts.idempotency (started_at);
