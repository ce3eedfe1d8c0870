-- Taking data out is a right of its own: whoever could export so far still may.
update roles set grants = grants || jsonb_build_array(jsonb_build_object('right', 'export',
    'scope', case when grants @> '[{"right": "calls-all"}]' or grants @> '[{"right": "reports"}]' then 'all' else 'own' end,
    'groupIds', '[]'::jsonb, 'queueIds', '[]'::jsonb))
  where (grants @> '[{"right": "calls-all"}]' or grants @> '[{"right": "calls-own"}]' or grants @> '[{"right": "reports"}]')
    and not grants @> '[{"right": "export"}]';
update api_keys set rights = rights || '{export}'::text[]
  where rights && '{calls-all,reports,recordings}'::text[] and not rights @> '{export}'::text[];
-- Team leads came after the right over knowledge where a centre was brought up to date in between.
update roles set grants = grants || '[{"right": "knowledge", "scope": "own", "groupIds": [], "queueIds": []}]'::jsonb
  where id = 'team-lead' and not grants @> '[{"right": "knowledge"}]';
