-- The company as configured. Every table carries `version`, which a change must name (optimistic lock).
create table company_revision (
  one boolean primary key default true check (one),
  revision bigint not null default 1
);
insert into company_revision default values;

create function company_changed() returns trigger language plpgsql as $$
begin
  update company_revision set revision = revision + 1;
  return null;
end $$;

create domain record_id as text check (value ~ '^[A-Za-z0-9_-]{1,64}$');

create table groups (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  updated_at timestamptz not null default now()
);

create table agents (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null,
  region text not null default '',
  level smallint not null default 5 check (level between 0 and 9),
  group_id record_id not null references groups (id),
  wrap_up_ms integer not null default 0 check (wrap_up_ms >= 0),
  auto_answer boolean not null default false,
  minimum_busy_ms integer not null default 0 check (minimum_busy_ms >= 0),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

create table flows (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  lang text not null check (lang in ('zh', 'en')),
  start_node_id text not null,
  nodes jsonb not null,
  updated_at timestamptz not null default now()
);

-- Every saved version stays: a running call keeps the one it started with.
create table flow_versions (
  flow_id record_id not null,
  version integer not null,
  name text not null,
  lang text not null,
  start_node_id text not null,
  nodes jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (flow_id, version)
);

create table queues (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  lang text not null check (lang in ('zh', 'en')),
  strategy text not null check (strategy in ('longest-idle', 'fewest-answered', 'sign-in-order', 'random')),
  preferences text[] not null default '{}',
  ring_ms integer not null,
  after_missed text not null check (after_missed in ('next-agent', 'front-of-queue')),
  missed_agent text not null check (missed_agent in ('stays-ready', 'takes-break')),
  max_wait_ms integer not null,
  on_max_wait jsonb not null,
  nobody_wait_ms integer not null,
  on_nobody jsonb not null,
  max_waiting integer not null,
  on_full jsonb not null,
  music text not null default 'default',
  music_first_ms integer not null default 0,
  announce_position boolean not null default true,
  announce_every_ms integer not null default 30000,
  offer_voicemail boolean not null default false,
  say_agent_number boolean not null default false,
  service_level_ms integer not null default 20000,
  record boolean not null default true,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

create table queue_members (
  queue_id record_id not null references queues (id),
  agent_id record_id not null references agents (id) on delete cascade,
  primary key (queue_id, agent_id)
);
create index queue_members_agent on queue_members (agent_id);

create table numbers (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null,
  lang text not null check (lang in ('zh', 'en')),
  vip boolean not null default false,
  flow_id record_id not null references flows (id),
  hours jsonb not null default '[]',
  off_hours_flow_id record_id references flows (id),
  holiday_flow_id record_id references flows (id),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

-- `password` is what a carrier gave us to register with: stored, never returned by the API.
create table trunks (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  kind text not null check (kind in ('registration', 'address')),
  host text not null,
  transport text not null check (transport in ('udp', 'tcp', 'tls')),
  username text,
  password text,
  caller_number text not null default '',
  prefixes text[] not null default '{}',
  max_calls integer not null default 30,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

-- ha1 = md5(number:realm:password): the password itself is never stored.
create table extensions (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null,
  realm text not null,
  ha1 text not null,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

-- The sound itself is the file <storage>/prompts/<file>.
create table prompts (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  lang text not null default 'zh',
  file text not null,
  format text not null check (format in ('wav', 'mp3')),
  bytes integer not null,
  sha256 text not null,
  updated_at timestamptz not null default now()
);

create table holidays (
  id record_id primary key,
  version integer not null default 1,
  date date not null unique,
  name text not null default '',
  updated_at timestamptz not null default now()
);

create table customers (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null default '',
  region text not null default '',
  vip boolean not null default false,
  vip_queue_ids text[] not null default '{}',
  dedicated_agent_id record_id references agents (id),
  updated_at timestamptz not null default now()
);

do $$
declare t text;
begin
  foreach t in array array['groups', 'agents', 'flows', 'queues', 'queue_members', 'numbers', 'trunks', 'extensions',
    'prompts', 'holidays'] loop
    execute format('create trigger company_changed after insert or update or delete on %I
      for each statement execute function company_changed()', t);
  end loop;
end $$;
