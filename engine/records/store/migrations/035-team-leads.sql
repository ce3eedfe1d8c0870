-- An agent may lead groups and queues; the role of a team lead reaches what its holder leads. Who supervised a call.
alter table agents
  add column position text not null default 'ordinary' check (position in ('ordinary', 'lead'));
create table led_groups (
  agent_id record_id not null references agents (id) on delete cascade,
  group_id record_id not null references groups (id),
  primary key (agent_id, group_id)
);
create index led_groups_group on led_groups (group_id);
create table led_queues (
  agent_id record_id not null references agents (id) on delete cascade,
  queue_id record_id not null references queues (id),
  primary key (agent_id, queue_id)
);
create index led_queues_queue on led_queues (queue_id);

insert into roles (id, name, name_en, grants)
  select 'team-lead', '班组长', 'Team lead',
    jsonb_agg(jsonb_build_object('right', split_part(one, ':', 1), 'scope', split_part(one, ':', 2),
      'groupIds', '[]'::jsonb, 'queueIds', '[]'::jsonb))
  from unnest(string_to_array('desk:own monitor:led supervise:led calls-own:own calls-all:led recordings:led reports:led plan-view:own customers:own tickets:own orders:own surveys:own personal-data:own', ' ')) one
  on conflict do nothing;

-- supervisors in the call: CallSummary.watches
alter table calls add column watches jsonb not null default '[]';
