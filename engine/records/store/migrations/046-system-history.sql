-- How the system stood: a row a minute for two days, then one a quarter of an hour for 90 days, of each gateway.
create table system_samples (
  at timestamptz not null,
  step smallint not null check (step in (1, 15)),
  gateway text not null,
  mean jsonb not null,
  peak jsonb not null,
  primary key (step, at, gateway)
);
