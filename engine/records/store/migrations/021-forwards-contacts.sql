-- Where calls to an agent's own number go instead, and the numbers people keep: their own and those the company shares.
alter table agents
  add column forward_always text not null default '',
  add column forward_no_answer text not null default '',
  add column forward_busy text not null default '',
  add column forward_from text not null default '',
  add column forward_to text not null default '';

create table stored_numbers (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  number text not null,
  note text not null default '',
  updated_at timestamptz not null default now()
);

create table agent_contacts (
  id text primary key,
  agent_id text not null,
  name text not null,
  number text not null,
  favourite boolean not null default false,
  updated_at timestamptz not null default now()
);
create index agent_contacts_of on agent_contacts (agent_id, name);

-- colleagues an agent transfers to most, by its own choice
create table agent_favourites (
  agent_id text not null,
  other_id text not null,
  primary key (agent_id, other_id)
);
