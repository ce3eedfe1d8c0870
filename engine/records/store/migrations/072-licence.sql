-- What this centre is licensed for. A record for people: nothing refuses a call for it.
create table licence (
  one boolean primary key default true check (one),
  holder text not null,
  number text not null default '',
  -- 0: as many as there are
  agents integer not null default 0 check (agents >= 0),
  until date,
  note text not null default '',
  account text not null,
  updated_at timestamptz not null default now()
);
