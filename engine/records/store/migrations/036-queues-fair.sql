-- Words to the agent before the talk, a bound on being overtaken, and idle agents kept back for those who call in.
alter table queues
  add column whisper boolean not null default false,
  add column most_overtaken smallint not null default 0 check (most_overtaken between 0 and 1000),
  add column reserve_idle smallint not null default 0 check (reserve_idle between 0 and 10000);
