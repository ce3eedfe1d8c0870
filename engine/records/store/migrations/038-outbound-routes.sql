-- Outbound routes: which numbers leave by which trunks, for whom and when, and what the called side sees.
create table outbound_routes (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  place integer not null default 50,
  use text not null default 'normal' check (use in ('normal', 'emergency', 'blocked')),
  prefixes text[] not null default '{}',
  min_digits integer not null default 0,
  max_digits integer not null default 0,
  callers text[] not null default '{}',
  areas text[] not null default '{}',
  hours jsonb not null default '[]',
  strip integer not null default 0,
  add text not null default '',
  trunks jsonb not null default '[]',
  goes_on text[] not null default '{5xx,timeout}',
  caller_number text not null default '',
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
alter table agents add column caller_number text not null default '';
alter table extensions add column caller_number text not null default '';
-- so many calls at once, in and out; 0 = no limit
alter table trunks add column channels integer not null default 0 check (channels between 0 and 100000);
-- asked whether it lives (OPTIONS); a line that stood before is not, for nobody knows whether its carrier answers
alter table trunks add column probe boolean not null default false;
create trigger company_changed after insert or update or delete on outbound_routes
  for each statement execute function company_changed();
