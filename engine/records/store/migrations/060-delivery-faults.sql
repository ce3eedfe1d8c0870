-- why a webhook got no answer: a code with a word in both languages, where the connection's own English stood
alter table webhook_deliveries add column fault text;
update webhook_deliveries set fault = 'other' where error <> '';
alter table webhook_deliveries drop column error;
