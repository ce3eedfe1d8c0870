-- Forecasts changed by hand: a factor on hours of dates of a series; taken back it stays as a version that may come back.
create table forecast_edits (
  id record_id primary key,
  series text not null,
  version integer not null,
  from_date date not null,
  to_date date not null check (to_date >= from_date),
  from_minute smallint not null check (from_minute >= 0),
  to_minute smallint not null check (to_minute > from_minute and to_minute <= 1440),
  factor double precision not null check (factor >= 0 and factor <= 20),
  note text not null default '',
  account text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  unique (series, version)
);
