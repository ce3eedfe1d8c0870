-- A team lead sees the customers, tickets and orders of those it leads too, where the role is as it was shipped.
update roles set grants = (
    select jsonb_agg(case
      when one->>'right' in ('customers', 'tickets', 'orders', 'surveys', 'knowledge', 'personal-data')
        then jsonb_set(one, '{scope}', '"led"') else one end)
    from jsonb_array_elements(grants) one)
  where id = 'team-lead' and not exists (
    select 1 from jsonb_array_elements(grants) one
    where one->>'right' in ('customers', 'tickets', 'orders', 'surveys') and one->>'scope' <> 'own');
