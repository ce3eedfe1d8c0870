-- Recorded answers that an agent sends a caller to, and how long a queue's recordings are kept.
create table standard_answers (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  prompt_id text not null,
  place smallint not null default 50,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
alter table queues add column keep_recordings_days integer not null default 0 check (keep_recordings_days >= 0);
alter table recordings add column expired_at timestamptz;
