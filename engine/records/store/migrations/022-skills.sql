-- What agents can and what callers ask for, with levels, and the steps in which a queue asks for less as the wait grows.
create table skills (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  updated_at timestamptz not null default now()
);
create trigger company_changed after insert or update or delete on skills
  for each statement execute function company_changed();
alter table agents add column skills jsonb not null default '[]';
alter table numbers add column needs jsonb not null default '[]';
alter table queues add column needs jsonb not null default '[]', add column relax jsonb not null default '[]';
