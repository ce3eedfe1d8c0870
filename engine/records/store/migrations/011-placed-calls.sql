-- Who placed a call, why it reached nobody, and who let it ring: so that every act of an agent is in its own calls.
alter table calls add column placed_by text;
alter table calls add column failure text;
alter table calls add column missed_agent_ids text[] not null default '{}';
create index calls_missed_agents on calls using gin (missed_agent_ids);
-- agents rung in vain are in the journeys of calls written before
update calls set missed_agent_ids = array(
  select distinct jsonb_array_elements_text(stay -> 'missed') from jsonb_array_elements(queues) stay order by 1)
where queues <> '[]';
