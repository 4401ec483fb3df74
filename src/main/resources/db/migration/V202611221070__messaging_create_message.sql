-- Every message asked for, sent or not, with its decision. Written once when it is decided and once when it is settled.
create table messaging.message (
    profile_id uuid not null,
    message_id uuid not null,
    shop_id int not null,
    channel text not null,
    -- marketing or transactional
    kind text not null,
    -- flow, campaign, signup, test
    origin_kind text not null,
    origin_id uuid,
    origin_step text,
    origin_run uuid,
    template_key text not null,
    template_version int,
    address text,
    -- planned, intended, handed_over, delivered, failed, in_doubt, skipped, bounced
    state text not null,
    -- why it is in this state, a code
    reason text,
    -- the provider's words, foreign text
    detail text,
    subject text,
    decision jsonb not null,
    -- what the template may use; emptied when the message has left
    data jsonb,
    attempts int not null default 0,
    planned_at timestamptz not null,
    sent_at timestamptz,
    doubt_since timestamptz,
    -- what happened beside the ordinary: [{at, state, detail}]
    history jsonb,
    opens int not null default 0,
    opened_at timestamptz,
    clicks int not null default 0,
    clicked_at timestamptz,
    primary key (profile_id, message_id)
) with (fillfactor = 80);

create index message_by_id on messaging.message (message_id);
create index message_by_time on messaging.message (planned_at desc, message_id);
create index message_by_origin on messaging.message (origin_id, planned_at desc) where origin_id is not null;
create index message_marketing on messaging.message (profile_id, planned_at desc) where kind = 'marketing';
create index message_in_doubt on messaging.message (doubt_since) where doubt_since is not null;

-- What waits for a sender. A row is deleted when a sender claims it into its slot.
create table messaging.outbox (
    profile_id uuid not null,
    message_id uuid not null,
    channel text not null,
    -- 0 transactional, 1 marketing
    priority smallint not null,
    due_at timestamptz not null,
    primary key (profile_id, message_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

create index outbox_due on messaging.outbox (channel, priority, due_at, message_id);

-- The processes that send. One whose beat stands still is dead, or as good as dead.
create table messaging.sender (
    owner text primary key,
    beat bigint not null
);

-- One per connection: the batch it sends, in order, and the ordinal (from 1) of the last message that may have left.
-- Below `cur`: handed over; at `cur`: unknown; above: still here. An emptied place was settled before.
create table messaging.slot (
    slot int primary key,
    channel text not null,
    owner text,
    epoch bigint not null,
    batch bigint not null,
    cur int not null,
    cur_at timestamptz,
    profile_ids uuid[] not null,
    message_ids uuid[] not null
) with (fillfactor = 20);

alter table messaging.slot
    alter column profile_ids set storage external,
    alter column message_ids set storage external;

-- What messages looked like, as sent: deflated JSON, written before they leave.
create table messaging.content (
    profile_id uuid not null,
    message_id uuid not null,
    body bytea not null,
    primary key (profile_id, message_id)
);

alter table messaging.content alter column body set storage external;
