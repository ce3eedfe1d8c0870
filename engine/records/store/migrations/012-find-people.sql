-- Agents and customers are found in every row by name, by pinyin and by any spelling of a number. `spelling` is written by
-- the record engine (records/spelling.ts); what stands here already gets it at the next start (records/find.ts).
alter table agents add column spelling tsvector;
alter table customers add column spelling tsvector;
alter table agents add column number_key text generated always as (number_key(number)) stored;
alter table customers add column number_key text generated always as (number_key(number)) stored;
create index agents_spelling on agents using gin (spelling);
create index customers_spelling on customers using gin (spelling) with (fastupdate = off);
create index customers_by_number on customers using gin (number_key gin_trgm_ops) with (fastupdate = off);
create index customers_no_spelling on customers (id) where spelling is null;
