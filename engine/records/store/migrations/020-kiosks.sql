-- Screens on a wall, which show live figures to whoever stands before them: by an address of their own, until it is revoked.
create table kiosks (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  queue_ids text[] not null default '{}',
  show_numbers boolean not null default false,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
