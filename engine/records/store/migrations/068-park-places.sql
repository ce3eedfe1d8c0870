-- Places where a call waits for whoever fetches it, each with a number that any phone of the house dials.
create table park_places (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null,
  recall_ms integer not null default 90000 check (recall_ms between 5000 and 3600000),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create trigger company_changed after insert or update or delete on park_places
  for each statement execute function company_changed();
