-- Whether sound of a trunk is taken only from where its SDP says, or learnt from where it comes (a carrier behind NAT).
alter table trunks add column strict_source boolean not null default true;

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
select (id || '::sound')::varchar(64), 'learnt'::varchar(128) from public.trunks where enabled and not strict_source;
