-- A call is found by any spelling of a number and by a part of it, the last four digits too; the newest first, page by page.
create extension if not exists pg_trgm;

-- 13900139000, +86 139-0013-9000 and 0086 13900139000 are one; so are 010-62345678 and +86 (0)10 6234 5678.
-- A leading 0 stays where what follows could be the beginning of a mobile number.
create function number_key(number text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace(
    regexp_replace(
      regexp_replace(lower(number), '[^0-9a-z+]', '', 'g'),
      '^(\+|00)86|^86(?=1[3-9][0-9]{9}$)|^\+', ''),
    '^00?(?=[0-9])(?!1[3-9][0-9]{0,7}$)', '')
$$;

alter table calls add column from_key text generated always as (number_key(from_number)) stored;
alter table calls add column to_key text generated always as (number_key(to_number)) stored;
create index calls_from_key on calls using gin (from_key gin_trgm_ops) with (fastupdate = off);
create index calls_to_key on calls using gin (to_key gin_trgm_ops) with (fastupdate = off);
drop index calls_to;

-- the order of the list and of an export, which goes on where its last row was
drop index calls_arrived;
create index calls_arrived on calls (arrived_at desc, call_id);
