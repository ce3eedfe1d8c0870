-- Limits of calls out, against a stolen password: how many at once and in an hour, by caller, number and time of day.
create table call_limits (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  callers text[] not null default '{}',
  prefixes text[] not null default '{}',
  applies text not null default 'always' check (applies in ('always', 'in-hours', 'out-of-hours')),
  hours jsonb not null default '[]',
  counts text not null default 'each' check (counts in ('each', 'together')),
  forbidden boolean not null default false,
  at_once integer not null default 0,
  per_hour integer not null default 0,
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);

-- Extensions that are nobody's desk: forwards, do not disturb, messages, pickup; several phones under one number; an access
-- number that rings one of them without a flow.
alter table extensions
  add column forward_always text not null default '',
  add column forward_no_answer text not null default '',
  add column forward_busy text not null default '',
  add column forward_from text not null default '',
  add column forward_to text not null default '',
  add column do_not_disturb boolean not null default false,
  add column ring_ms integer not null default 30000 check (ring_ms between 1000 and 180000),
  add column mailbox_agent_id record_id references agents (id),
  add column pickup_group text not null default '';
create table ring_groups (
  id record_id primary key,
  version integer not null default 1,
  number text not null unique,
  name text not null,
  way text not null default 'all' check (way in ('all', 'in-turn')),
  members jsonb not null default '[]',
  ring_ms integer not null default 20000 check (ring_ms between 1000 and 180000),
  otherwise text not null default '',
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
alter table numbers alter column flow_id drop not null, add column direct_to text not null default '';
alter table phone_codes drop constraint phone_codes_act_check, add constraint phone_codes_act_check check (act in
  ('sign-in', 'ready', 'break', 'end-wrap-up', 'sign-out', 'message', 'intercom', 'pick-up',
  'consult', 'swap', 'take-back', 'merge', 'flag'));
insert into phone_codes (id, act, code) values ('code-intercom', 'intercom', '*80'), ('code-pick-up', 'pick-up', '*8')
  on conflict do nothing;
create trigger company_changed after insert or update or delete on call_limits
  for each statement execute function company_changed();
create trigger company_changed after insert or update or delete on ring_groups
  for each statement execute function company_changed();
