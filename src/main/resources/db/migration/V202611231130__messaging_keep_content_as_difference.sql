-- Contents are kept as their difference from a text that is made up, no longer deflated. What was packed before cannot be
-- read any more.
truncate messaging.content, messaging.content_dictionary;
alter table messaging.content alter column dictionary_id set not null;
