-- Mails that stayed here because no mail server is set; the newest are kept.
create table channels.mailbox (
    id uuid primary key,
    at timestamptz not null,
    recipient text not null,
    sender text not null,
    subject text not null,
    message_id uuid not null,
    profile_id uuid,
    source bytea not null,
    html text not null,
    text text not null
);
