-- What the owner of an account sees of it: sessions with their browser, passwords of before, a second factor.
-- And the centre's own look on the pages.
alter table sessions add column user_agent text not null default '';

-- when the owner chose the present password; null: somebody else did
alter table accounts add column own_password_since timestamptz;

create table password_history (
  id bigint generated always as identity primary key,
  account_id record_id not null references accounts (id) on delete cascade,
  password_hash text not null,
  at timestamptz not null default now()
);
create index password_history_account on password_history (account_id, at desc);

create table second_factors (
  account_id record_id primary key references accounts (id) on delete cascade,
  -- base32, as the authenticator has it
  secret text not null,
  -- null: begun, not confirmed by a code yet
  confirmed_at timestamptz,
  -- a code opens once: its step of 30 s, or an earlier one, does not again
  last_step bigint not null default 0,
  -- SHA-256 of the codes on paper that are left
  recovery text[] not null default '{}'
);

create table company_look (
  one boolean primary key default true check (one),
  name text not null default '',
  colour text not null default 'sea',
  logo bytea,
  logo_type text not null default '',
  logo_hash text not null default ''
);
