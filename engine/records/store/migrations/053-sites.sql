-- Lines to another site of the company, and lines whose sound is encrypted or none.
alter table trunks add column site boolean not null default false;
alter table trunks add column srtp boolean not null default false;

create or replace view kamailio.trunk_setting as
select (id || '::uri')::varchar(64) as key_name,
  ('sip:' || regexp_replace(host, ':[0-9]+$', '') || ':' || port || ';transport=' || transport)::varchar(128) as key_value
from kamailio.trunk_host
union all
select (id || '::username')::varchar(64), username::varchar(128) from kamailio.trunk_host
where coalesce(username, '') <> ''
union all
select (id || '::password')::varchar(64), password::varchar(128) from kamailio.trunk_host
where coalesce(password, '') <> ''
union all
select (id || '::sound')::varchar(64), 'learnt'::varchar(128) from public.trunks where enabled and not strict_source
union all
select (id || '::identity')::varchar(64), 'trusted'::varchar(128) from public.trunks where enabled and trust_identity
union all
select (id || '::site')::varchar(64), 'yes'::varchar(128) from public.trunks where enabled and site
union all
select (id || '::srtp')::varchar(64), 'only'::varchar(128) from public.trunks where enabled and srtp;
