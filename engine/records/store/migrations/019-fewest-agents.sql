-- So many are on the phones while a queue is open, whatever the calls: without it nobody is needed where nobody calls.
alter table staffing_targets add column min_agents integer not null default 0;
