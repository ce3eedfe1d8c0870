-- Agents with nothing but a phone: what it dials, the PIN that goes with an agent's number, and the language it is spoken to in.
alter table agents
  add column pin_hash text not null default '',
  add column pin_failures smallint not null default 0,
  add column pin_locked_until timestamptz;
alter table extensions add column lang text not null default 'zh' check (lang in ('zh', 'en'));
create table phone_codes (
  id record_id primary key,
  version integer not null default 1,
  act text not null check (act in
    ('sign-in', 'ready', 'break', 'end-wrap-up', 'sign-out', 'message',
    'consult', 'swap', 'take-back', 'merge', 'flag')),
  code text not null unique check (code ~ '^[*#][0-9*#]{1,5}$'),
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
insert into phone_codes (id, act, code) values
  ('code-sign-in', 'sign-in', '*70'),
  ('code-ready', 'ready', '*71'),
  ('code-break', 'break', '*72'),
  ('code-end-wrap-up', 'end-wrap-up', '*73'),
  ('code-sign-out', 'sign-out', '*74'),
  ('code-message', 'message', '*75'),
  ('code-consult', 'consult', '*2'),
  ('code-merge', 'merge', '*3'),
  ('code-swap', 'swap', '*4'),
  ('code-take-back', 'take-back', '*5'),
  ('code-flag', 'flag', '*83');
-- How the sound came to each agent, as its page told.
alter table calls add column lines jsonb not null default '[]';
-- What an agent marked during a call, to come back to: moments on its record.
alter table calls add column flags jsonb not null default '[]';
