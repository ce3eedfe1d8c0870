-- Imports of planners: who took in what, and what was there before it, so that it can be taken back.
-- What history replaced is kept by analytics, beside the history itself.
create table plan_imports (
  id text primary key,
  what text not null check (what in ('history', 'need', 'roster')),
  -- of the roster, where it is one
  series text not null,
  at timestamptz not null,
  account_id text not null,
  account text not null,
  accepted integer not null,
  from_date date not null,
  to_date date not null,
  -- need: {"dates": [], "rows": []}; roster: {"version": n, "cells": [], "duties": []}
  before jsonb,
  undone_at timestamptz,
  undone_by text
);
create index plan_imports_at on plan_imports (at desc);
create index plan_imports_series on plan_imports (what, series, at desc);
