-- Which message an order is owed to: the last touch before it, within the shop's windows.
create table reporting.attribution (
  profile_id uuid not null,
  order_id uuid not null,
  shop_id int not null,
  placed_at timestamptz not null,
  message_id uuid not null,
  flow_id uuid,
  step text,
  touch text not null check (touch in ('click', 'open')),
  touched_at timestamptz not null,
  primary key (profile_id, order_id)
);

create index attribution_by_day on reporting.attribution (shop_id, placed_at);
create index attribution_by_flow on reporting.attribution (flow_id, placed_at) where flow_id is not null;

-- Who unsubscribed through which message.
create table reporting.unsubscribe (
  profile_id uuid not null,
  event_id uuid not null,
  shop_id int not null,
  at timestamptz not null,
  message_id uuid,
  flow_id uuid,
  step text,
  primary key (profile_id, event_id)
);

create index unsubscribe_by_day on reporting.unsubscribe (shop_id, at);
