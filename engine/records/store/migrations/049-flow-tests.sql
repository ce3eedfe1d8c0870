-- What a flow must still do: keys in, the way and the words out. Tried at every publication.
create table flow_tests (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  flow_id record_id not null references flows (id) on delete cascade,
  caller text not null default '',
  called text not null default '',
  moment text not null default '',
  inputs jsonb not null default '[]',
  steps jsonb not null default '[]',
  words jsonb not null default '[]',
  enabled boolean not null default true,
  updated_at timestamptz not null default now(),
  constraint flow_tests_name_key unique (flow_id, name)
);
