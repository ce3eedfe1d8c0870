-- The states an agent may choose, as records: their words, colours, and whether they count as a break. What a call was about,
-- likewise. What agents said of their calls is a projection of the ledger.
create table agent_states (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  name_en text not null default '',
  colour text not null default 'grey',
  counts text not null default 'break' check (counts in ('break', 'work')),
  place smallint not null default 50,
  phone_key text not null default '' check (phone_key ~ '^[0-9]{0,2}$'),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create unique index agent_states_phone_key_key on agent_states (phone_key) where phone_key <> '';
insert into agent_states (id, name, name_en, colour, counts, place, phone_key) values
  ('rest', '小休', 'Short rest', 'grey', 'break', 10, '1'),
  ('meal', '用餐', 'Meal', 'amber', 'break', 20, '2'),
  ('restroom', '洗手间', 'Restroom', 'grey', 'break', 30, '3'),
  ('meeting', '会议', 'Meeting', 'purple', 'work', 40, '4'),
  ('training', '培训', 'Training', 'purple', 'work', 50, '5'),
  ('other', '其他', 'Other', 'grey', 'break', 60, '6'),
  ('outbound-only', '仅呼出', 'Outbound only', 'sea', 'work', 70, '7'),
  ('do-not-disturb', '免打扰', 'Do not disturb', 'red', 'break', 80, '8');

create table dispositions (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  name_en text not null default '',
  parent_id text,
  queue_ids text[] not null default '{}',
  place smallint not null default 50,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create unique index dispositions_name_key on dispositions (coalesce(parent_id, ''), name);

alter table queues
  add column break_after_missed smallint not null default 1 check (break_after_missed between 1 and 100),
  add column pause_no_answer_ms integer not null default 0 check (pause_no_answer_ms >= 0),
  add column pause_declined_ms integer not null default 0 check (pause_declined_ms >= 0),
  add column pause_busy_ms integer not null default 0 check (pause_busy_ms >= 0),
  add column pause_unreachable_ms integer not null default 0 check (pause_unreachable_ms >= 0),
  add column disposition_needed boolean not null default false;

create table call_dispositions (
  call_id text not null,
  agent_id text not null,
  fact_id text not null,
  at timestamptz not null,
  disposition_id text not null,
  note text not null,
  seq bigint not null,
  epoch bigint not null,
  primary key (call_id, agent_id)
);
create index call_dispositions_by_disposition on call_dispositions (disposition_id);
