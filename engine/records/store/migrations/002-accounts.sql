-- Who may use the pages and the API, and what they did.
create table accounts (
  id record_id primary key,
  version integer not null default 1,
  account text not null unique,
  name text not null,
  role text not null check (role in ('administrator', 'supervisor', 'planner', 'agent')),
  agent_id record_id unique references agents (id),
  lang text not null default 'zh' check (lang in ('zh', 'en')),
  enabled boolean not null default true,
  -- argon2id
  password_hash text not null,
  failures integer not null default 0,
  locked_until timestamptz,
  updated_at timestamptz not null default now()
);

-- Only the SHA-256 of the cookie is kept: a stolen database opens no session.
create table sessions (
  token_hash text primary key,
  account_id record_id not null references accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip text not null
);
create index sessions_account on sessions (account_id);

create table sign_in_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account text not null,
  account_id text,
  ip text not null,
  ok boolean not null,
  reason text not null,
  user_agent text not null default ''
);
create index sign_in_log_at on sign_in_log (at desc);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account_id text not null,
  account text not null,
  ip text not null,
  action text not null,
  kind text not null,
  record_id text not null,
  title text not null default '',
  before jsonb,
  after jsonb
);
create index audit_log_at on audit_log (at desc);
create index audit_log_record on audit_log (kind, record_id);
