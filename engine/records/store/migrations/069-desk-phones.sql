-- Desk phones that fetch their configuration by themselves, each for one extension. Their secrets are made, not kept.
create table desk_phones (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  model text not null,
  mac text not null unique check (mac ~ '^[0-9a-f]{12}$'),
  extension_id record_id not null unique references extensions (id),
  secure boolean not null default false,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create trigger company_changed after insert or update or delete on desk_phones
  for each statement execute function company_changed();
