-- Reports sent by e-mail at set times, and every sending with how it went.
create table report_schedules (
  id record_id primary key,
  account_id record_id not null references accounts (id) on delete cascade,
  name text not null,
  report text not null,
  query jsonb not null default '{}',
  span text not null,
  format text not null,
  lang text not null,
  every text not null,
  weekday smallint not null default 1 check (weekday between 1 and 7),
  month_day smallint not null default 1 check (month_day between 1 and 31),
  send_time text not null,
  recipients text[] not null,
  enabled boolean not null default true,
  next_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index report_schedules_due on report_schedules (next_at) where enabled;

create table report_sends (
  id bigint generated always as identity primary key,
  schedule_id record_id not null references report_schedules (id) on delete cascade,
  due_at timestamptz not null,
  by_hand boolean not null default false,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  tries smallint not null default 0,
  next_at timestamptz not null,
  ended_at timestamptz,
  "rows" integer,
  fault_zh text not null default '',
  fault_en text not null default ''
);
create index report_sends_open on report_sends (next_at) where state in ('waiting', 'sending');
create index report_sends_of on report_sends (schedule_id, id desc);
