-- What a company's wall screens show: tiles in order, and which boards a screen goes through.
create table boards (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  seconds integer not null default 20,
  tiles jsonb not null default '[]',
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
alter table kiosks add column board_ids text[] not null default '{}';
