create index attribution_by_message on reporting.attribution (message_id);
