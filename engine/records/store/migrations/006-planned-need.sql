-- Agents to roster by interval that a planner brought from another tool; local times.
create table planned_need (
  series text not null,
  date date not null,
  -- after midnight
  minute smallint not null check (minute between 0 and 1435),
  slot_minutes smallint not null check (slot_minutes in (5, 15, 30, 60)),
  agents double precision not null check (agents >= 0),
  primary key (series, date, minute)
);
