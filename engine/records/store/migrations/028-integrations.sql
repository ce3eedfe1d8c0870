-- Other systems: keys of the API with what they may, and calls of ours to them (webhooks).
create table api_keys (
  id record_id primary key,
  name text not null unique,
  rights text[] not null,
  per_minute integer not null check (per_minute between 1 and 100000),
  -- SHA-256: the key itself is shown once
  key_hash text not null unique,
  -- its last letters, to tell keys apart
  hint text not null,
  -- the key of before, good until its users have the new one
  old_hash text unique,
  old_until timestamptz,
  enabled boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz
);

create table api_key_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  key_id text not null,
  key_name text not null,
  method text not null,
  path text not null,
  status integer not null,
  ip text not null
);
create index api_key_log_at on api_key_log (at desc);

create table webhooks (
  id record_id primary key,
  name text not null unique,
  url text not null,
  -- signs what is sent: needed in clear
  secret text not null,
  events text[] not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  created_by text not null
);

create table webhook_deliveries (
  id bigint generated always as identity primary key,
  webhook_id record_id not null references webhooks (id) on delete cascade,
  -- those of one call go one after the other; what belongs to no call has its agent's id here
  lane text not null,
  event text not null,
  body jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  tries integer not null default 0,
  next_at timestamptz not null,
  claimed_until timestamptz,
  status integer,
  error text not null default '',
  replayed boolean not null default false,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'waiting';
create index webhook_deliveries_lane on webhook_deliveries (webhook_id, lane, id) where state = 'waiting';
create index webhook_deliveries_newest on webhook_deliveries (webhook_id, id desc);
