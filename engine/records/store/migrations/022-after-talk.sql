-- Where a caller goes when the agent has hung up: a rating, say.
alter table queues add column after_talk_flow_id record_id references flows (id);
