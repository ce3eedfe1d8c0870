-- Unfinished flows, apart from those that calls run: a draft is nobody's but its makers'.
create table flow_drafts (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  lang text not null check (lang in ('zh', 'en')),
  -- the flow it is a draft of; '' = of a new one
  flow_id text not null default '',
  start_node_id text not null default '',
  nodes jsonb not null,
  updated_at timestamptz not null default now()
);

create unique index drafts_flow_id_key on flow_drafts (flow_id) where flow_id <> '';
