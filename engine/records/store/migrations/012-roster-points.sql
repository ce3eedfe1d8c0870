-- cost and bound of rosters in points (an agent missing an hour is four), no longer in slots of each roster's grid
update rosters set cost = cost * (grid->>'slotMinutes')::double precision / 60,
  bound = bound * (grid->>'slotMinutes')::double precision / 60;
update plan_jobs set cost = cost * (plan->'grid'->>'slotMinutes')::double precision / 60,
  bound = bound * (plan->'grid'->>'slotMinutes')::double precision / 60;
