-- What people of the centre tell each other: announcements with who has read them, messages, area fault alarms.
create table announcements (
  id record_id primary key,
  title text not null,
  body text not null default '',
  urgent boolean not null default false,
  everybody boolean not null default true,
  department_ids text[] not null default '{}',
  group_ids text[] not null default '{}',
  account_ids text[] not null default '{}',
  wallboard boolean not null default false,
  from_at timestamptz not null,
  until_at timestamptz,
  by_name text not null,
  updated_at timestamptz not null
);

create table announcement_reads (
  announcement_id record_id not null references announcements (id) on delete cascade,
  account_id record_id not null references accounts (id) on delete cascade,
  at timestamptz not null,
  primary key (announcement_id, account_id)
);

-- thread: p:<account>:<account>, g:<group>, d:<department>, all
create table staff_messages (
  id bigint generated always as identity primary key,
  thread text not null,
  from_id text not null,
  from_name text not null,
  body text not null,
  at timestamptz not null
);
create index staff_messages_thread on staff_messages (thread, id desc);

create table staff_message_reads (
  account_id record_id not null references accounts (id) on delete cascade,
  thread text not null,
  last_id bigint not null,
  primary key (account_id, thread)
);

alter table dispositions add column area_alarm boolean not null default false;

create index call_dispositions_at on call_dispositions (at desc);

create table area_alarm_rules (
  one boolean primary key default true check (one),
  enabled boolean not null default true,
  window_minutes integer not null default 60 check (window_minutes between 1 and 1440),
  level1 integer not null default 20,
  level2 integer not null default 10,
  level3 integer not null default 5
);
insert into area_alarm_rules default values;

create table area_alarms (
  id bigint generated always as identity primary key,
  area text not null,
  level integer not null check (level between 1 and 3),
  calls integer not null,
  raised_at timestamptz not null,
  last_at timestamptz not null
);
create index area_alarms_area on area_alarms (area, raised_at desc);

update roles set grants = grants || '[{"right": "announce", "scope": "all", "groupIds": [], "queueIds": []}]'::jsonb
  where id = 'supervisor';
