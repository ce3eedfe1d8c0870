-- What a planner is told of a job, in both languages; "detail" stays for the log.
alter table plan_jobs add column say jsonb;
