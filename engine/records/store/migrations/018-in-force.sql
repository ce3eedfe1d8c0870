-- Since when a saved record is obeyed by every engine node and, where it is told of it, the SIP edge; null: not yet by all.
-- A record without a row was saved before this was kept.
create table in_force (
  kind text not null,
  record_id text not null,
  revision bigint not null,
  by_edge boolean not null,
  at timestamptz,
  primary key (kind, record_id)
);
create index in_force_awaited on in_force (revision) where at is null;
