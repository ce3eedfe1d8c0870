-- A message for one agent alone, and who is told of messages by e-mail.
alter table messages add column agent_id text, add column by_agent_id text;
create index messages_agent on messages (agent_id, at) where agent_id is not null;
alter table queues add column message_mail text not null default '';
alter table agents add column email text not null default '';
