-- Calls that agents marked are a list of their own; a file that nobody takes in any longer is known by its last piece.
create index calls_flagged on calls (arrived_at desc) where flags <> '[]';
alter table business_packages add column piece_at timestamptz not null default now();
