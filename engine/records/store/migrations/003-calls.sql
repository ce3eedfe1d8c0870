-- Projection of the ledger: may be emptied and filled again from it at any time.
create table calls (
  call_id text primary key,
  fact_id text not null,
  direction text not null,
  from_number text not null,
  to_number text not null,
  access_number text not null,
  arrived_at timestamptz not null,
  answered_at timestamptz,
  talk_started_at timestamptz,
  ended_at timestamptz not null,
  outcome text not null,
  hung_up_by text not null,
  wait_ms integer not null,
  talk_ms integer not null,
  hold_ms integer not null,
  region text not null,
  vip boolean not null,
  customer_id text,
  recording_id text,
  queue_ids text[] not null,
  agent_ids text[] not null,
  -- journeys as the call's last fact told them
  queues jsonb not null,
  agents jsonb not null,
  path jsonb not null,
  collected jsonb not null
);
create index calls_arrived on calls (arrived_at desc);
create index calls_from on calls (from_number, arrived_at desc);
create index calls_to on calls (to_number, arrived_at desc);
create index calls_agents on calls using gin (agent_ids);
create index calls_queues on calls using gin (queue_ids);

create table recordings (
  recording_id text primary key,
  call_id text not null,
  fact_id text not null,
  stored_at timestamptz not null,
  duration_ms integer not null,
  files jsonb not null
);
create index recordings_call on recordings (call_id);

create table messages (
  recording_id text primary key,
  call_id text not null,
  fact_id text not null,
  at timestamptz not null,
  queue_id text,
  heard_at timestamptz,
  heard_by text
);

create table projections (
  name text primary key,
  sequence bigint not null,
  fact_at timestamptz not null,
  updated_at timestamptz not null default now()
);
