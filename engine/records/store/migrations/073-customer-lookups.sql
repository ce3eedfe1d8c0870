-- Customer systems of others that are asked who a number is.
create table customer_lookups (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  url text not null check (url ~ '^https?://'),
  deadline_ms integer not null check (deadline_ms between 100 and 5000),
  keep_ms integer not null check (keep_ms between 0 and 86400000),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
