-- What planners know and make: shifts, rules, targets, marks, leave, wishes, meetings; rosters, swaps and long work.
-- Local times are text 'HH:MM', local dates are dates: a plan is made in the centre's own time.
create table shifts (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  color text not null,
  starts_at text not null,
  -- not after the start: of the next day
  ends_at text not null,
  breaks jsonb not null default '[]',
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

create table work_rules (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  week_hours double precision not null,
  max_days_week smallint not null check (max_days_week between 1 and 7),
  min_rest_hours double precision not null,
  max_consecutive_days smallint not null check (max_consecutive_days between 1 and 31),
  weekends_off_in_two smallint not null check (weekends_off_in_two between 0 and 2),
  earliest_start text not null,
  latest_end text not null,
  -- empty: all
  shift_ids text[] not null default '{}',
  updated_at timestamptz not null default now()
);

-- An agent works by one rule.
create table work_rule_agents (
  rule_id record_id not null references work_rules (id) on delete cascade,
  agent_id record_id primary key references agents (id) on delete cascade
);
create index work_rule_agents_rule on work_rule_agents (rule_id);

-- Without a queue: for every series that has none of its own.
create table staffing_targets (
  id record_id primary key,
  version integer not null default 1,
  name text not null constraint targets_name_key unique,
  queue_id record_id references queues (id),
  service_level double precision not null,
  within_seconds integer not null,
  patience_seconds integer not null,
  max_abandon double precision not null,
  max_occupancy double precision not null,
  aht_seconds integer not null,
  shrinkage jsonb not null default '[]',
  line_blocking double precision not null,
  ivr_seconds integer not null,
  slot_minutes smallint not null check (slot_minutes in (5, 15, 30, 60)),
  opens_at text not null,
  closes_at text not null,
  updated_at timestamptz not null default now(),
  constraint targets_queue_id_key unique nulls not distinct (queue_id)
);

create table calendar_marks (
  id record_id primary key,
  version integer not null default 1,
  date date not null,
  type text not null check (type in ('closed', 'holiday', 'as-weekday', 'promotion', 'outage')),
  weekday smallint check (weekday between 0 and 6),
  name text not null default '',
  lift double precision,
  queue_id record_id references queues (id),
  updated_at timestamptz not null default now(),
  constraint marks_date_key unique nulls not distinct (date, queue_id)
);

create table leave (
  id record_id primary key,
  version integer not null default 1,
  agent_id record_id not null references agents (id),
  from_date date not null,
  to_date date not null check (to_date >= from_date),
  reason text not null default '',
  state text not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  updated_at timestamptz not null default now()
);
create index leave_dates on leave (from_date, to_date);

create table wishes (
  id record_id primary key,
  version integer not null default 1,
  agent_id record_id not null references agents (id),
  date date not null,
  wants text not null check (wants in ('off', 'shift')),
  shift_id record_id references shifts (id),
  updated_at timestamptz not null default now(),
  constraint wishes_date_key unique (agent_id, date)
);
create index wishes_date on wishes (date);

create table meetings (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  date date not null,
  starts_at text not null,
  minutes integer not null check (minutes between 5 and 720),
  updated_at timestamptz not null default now()
);
create index meetings_date on meetings (date);

create table meeting_agents (
  meeting_id record_id not null references meetings (id) on delete cascade,
  agent_id record_id not null references agents (id) on delete cascade,
  primary key (meeting_id, agent_id)
);

-- `need`: agents by slot of the grid, a list a date, as analytics answered it last; null while it never did.
create table rosters (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  from_date date not null,
  days smallint not null check (days between 1 and 92),
  state text not null default 'draft' check (state in ('draft', 'published')),
  series text not null,
  grid jsonb not null,
  need jsonb,
  cost double precision,
  bound double precision,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  updated_at timestamptz not null default now()
);
create index rosters_from on rosters (from_date);

-- Times are minutes after midnight of the date. A shift keeps the times it had when it was given.
create table roster_duties (
  roster_id record_id not null references rosters (id) on delete cascade,
  agent_id record_id not null references agents (id),
  date date not null,
  shift_id record_id not null references shifts (id),
  starts_at smallint not null,
  ends_at smallint not null check (ends_at > starts_at),
  breaks jsonb not null default '[]',
  pinned boolean not null default false,
  primary key (roster_id, agent_id, date)
);
create index roster_duties_date on roster_duties (date, agent_id);

create table swap_requests (
  id record_id primary key,
  roster_id record_id not null references rosters (id) on delete cascade,
  from_agent_id record_id not null references agents (id),
  from_date date not null,
  to_agent_id record_id not null references agents (id),
  to_date date not null,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'approved', 'refused', 'withdrawn')),
  note text not null default '',
  asked_at timestamptz not null,
  decided_at timestamptz
);
create index swap_requests_agents on swap_requests (from_agent_id, to_agent_id);

-- Long work that the analytics role does for a roster: its result is stored once, by whichever gateway follows it.
create table plan_jobs (
  id text primary key,
  type text not null check (type in ('roster', 'replan')),
  title text not null,
  roster_id record_id not null references rosters (id) on delete cascade,
  -- what the answer's days, shifts and breaks count from
  plan jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  progress double precision not null default 0,
  cost double precision,
  bound double precision,
  gap double precision,
  detail text,
  account_id text not null,
  account text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index plan_jobs_started on plan_jobs (started_at desc);
