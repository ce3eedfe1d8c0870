-- Marks of planning rule access numbers too, so each engine reads the company again after one.
create trigger company_changed after insert or update or delete on calendar_marks
  for each statement execute function company_changed();
