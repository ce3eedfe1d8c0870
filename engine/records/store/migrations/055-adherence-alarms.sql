-- After how many minutes off the roster who watches the floor is told; 0: never.
alter table work_rules add column alarm_minutes integer not null default 0;
