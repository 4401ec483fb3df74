create index message_tests on messaging.message (planned_at) where origin_kind = 'test';
create index message_by_sending on messaging.message (sent_at) where sent_at is not null;
