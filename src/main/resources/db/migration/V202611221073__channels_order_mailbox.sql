-- The order in which mails came in, whatever the clock said.
alter table channels.mailbox add column seq bigint generated always as identity;

create unique index mailbox_seq on channels.mailbox (seq);
