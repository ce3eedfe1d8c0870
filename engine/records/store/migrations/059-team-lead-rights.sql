-- Where team leads (035) came after the rights over knowledge (040) and over taking data out (041), as in a centre that was
-- brought up to date in between, their role has neither. Only there: what a company took away itself stays away.
with late as (
  select 1 from schema_migrations lead join schema_migrations rights on rights.name = '041-export-right.sql'
    where lead.name = '035-team-leads.sql' and lead.applied_at > rights.applied_at
)
update roles set grants = grants
    || case when grants @> '[{"right": "knowledge"}]' then '[]'::jsonb
      else '[{"right": "knowledge", "scope": "own", "groupIds": [], "queueIds": []}]'::jsonb end
    || case when grants @> '[{"right": "export"}]' then '[]'::jsonb
      else '[{"right": "export", "scope": "all", "groupIds": [], "queueIds": []}]'::jsonb end
  where id = 'team-lead' and exists (select 1 from late);
