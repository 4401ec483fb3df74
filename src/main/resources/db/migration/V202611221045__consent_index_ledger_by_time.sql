create index ledger_subscribed_by_time on consent.ledger (at) where state = 'subscribed';
