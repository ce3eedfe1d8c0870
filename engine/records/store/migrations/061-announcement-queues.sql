-- an announcement may be for the agents of queues (skill groups) too
alter table announcements add column queue_ids text[] not null default '{}';
