-- By how many days agents under one rule may differ in weekends, and in nights, within a roster; 0: it is not looked at.
alter table work_rules add column fair_days integer not null default 0;
