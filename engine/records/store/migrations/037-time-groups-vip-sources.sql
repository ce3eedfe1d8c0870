-- Hours and dates as records of their own, which numbers and flows name; and where it is asked who is a VIP.
create table time_groups (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  hours jsonb not null default '[]',
  dates jsonb not null default '[]',
  company_days boolean not null default true,
  updated_at timestamptz not null default now()
);
create trigger company_changed after insert or update or delete on time_groups
  for each statement execute function company_changed();
alter table numbers add column time_group_id record_id references time_groups (id);

create table vip_sources (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  source text not null check (source in ('list', 'number', 'http')),
  url text not null default '',
  deadline_ms integer not null default 800 check (deadline_ms between 100 and 1500),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create trigger company_changed after insert or update or delete on vip_sources
  for each statement execute function company_changed();
insert into vip_sources (id, name, source) values
  ('vip-list', '客户资料', 'list'),
  ('vip-number', '接入号', 'number');
