-- What planners offer agents on the day: move a break, stay longer, leave early; accepted, it changes the duty.
create table duty_offers (
  id record_id primary key,
  roster_id record_id not null references rosters (id) on delete cascade,
  agent_id record_id not null references agents (id),
  date date not null,
  type text not null check (type in ('move-break', 'stay-longer', 'leave-early')),
  -- minutes after midnight of the date: of the break, or the end of the duty
  from_minute smallint not null,
  to_minute smallint not null,
  minutes smallint not null,
  -- agent-hours of the rest of the day, as they stood when it was offered
  missing_before double precision not null,
  missing_after double precision not null,
  too_many_before double precision not null,
  too_many_after double precision not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn', 'expired')),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz
);
create index duty_offers_date on duty_offers (date, agent_id);
create unique index duty_offers_open on duty_offers (agent_id, date) where state = 'open';
