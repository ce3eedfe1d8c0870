-- Leave that is counted and may approve itself, and leave that its agent takes back.
alter table work_rules add column leave_days integer not null default 0;
alter table work_rules add column leave_at_once integer not null default 0;
alter table leave drop constraint leave_state_check;
alter table leave add constraint leave_state_check check (state in ('asked', 'approved', 'refused', 'withdrawn'));
