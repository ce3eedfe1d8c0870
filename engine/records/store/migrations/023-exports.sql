-- Files that people have asked for, through any gateway: when the one that makes a file dies, another makes it again.
create table exports (
  id text primary key,
  account_id text not null,
  -- who makes it
  gateway text not null,
  -- all that is needed to make it anew; without it nobody else can
  recipe jsonb,
  needs jsonb not null,
  -- as its page shows it
  job jsonb not null,
  touched_at timestamptz not null default now()
);
create index exports_account on exports (account_id);
