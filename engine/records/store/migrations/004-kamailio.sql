-- What the SIP edge reads, as views of exactly the shape of config/kamailio/db-contract.sql.
-- `registration_secret` makes the user part of our Contact at a carrier unguessable.
alter table trunks add column registration_secret text not null default replace(gen_random_uuid()::text, '-', '');

create schema kamailio;

create table kamailio.version (table_name varchar(32) not null unique, table_version integer not null default 0);
insert into kamailio.version (table_name, table_version)
values ('version', 1), ('subscriber', 7), ('address', 6), ('uacreg', 5), ('htable', 2);

-- The edge's SIP domain; written by engine/store/edge.ts.
create table kamailio.domain (one boolean primary key default true check (one), domain varchar(64) not null);

create view kamailio.subscriber as
select number::varchar(64) as username, ha1::varchar(128) as ha1 from public.extensions where enabled;

-- host is `ip`, `ip:port` or `[ip6]:port`
create view kamailio.trunk_host as
select id, name, kind, transport, username, password, caller_number, registration_secret, host,
  trim(both '[]' from regexp_replace(host, ':[0-9]+$', '')) as address,
  coalesce(substring(host from ':([0-9]+)$')::integer, case transport when 'tls' then 5061 else 5060 end) as port,
  substring(host from ':([0-9]+)$') is not null as port_given
from public.trunks where enabled;

create view kamailio.address as
select row_number() over (order by id)::integer as id, 1 as grp, address::varchar(50) as ip_addr,
  case when address like '%:%' then 128 else 32 end as mask, 0 as port, id::varchar(64) as tag
from kamailio.trunk_host where kind = 'address' and address ~ '^([0-9.]+|[0-9A-Fa-f:]+)$';

create view kamailio.trunk_setting as
select (id || '::uri')::varchar(64) as key_name,
  ('sip:' || regexp_replace(host, ':[0-9]+$', '') || ':' || port || ';transport=' || transport)::varchar(128) as key_value
from kamailio.trunk_host
union all
select (id || '::username')::varchar(64), username::varchar(128) from kamailio.trunk_host
where coalesce(username, '') <> ''
union all
select (id || '::password')::varchar(64), password::varchar(128) from kamailio.trunk_host
where coalesce(password, '') <> '';

create view kamailio.access_number as
select number::varchar(64) as number, name::varchar(64) as name from public.numbers where enabled;

create view kamailio.uacreg as
select row_number() over (order by id)::integer as id, (id || '.' || registration_secret)::varchar(64) as l_uuid,
  coalesce(nullif(caller_number, ''), username)::varchar(64) as l_username,
  coalesce((select domain from kamailio.domain), 'tinglan.local')::varchar(64) as l_domain,
  username::varchar(64) as r_username, host::varchar(64) as r_domain, ''::varchar(64) as realm,
  username::varchar(64) as auth_username, coalesce(password, '')::varchar(64) as auth_password,
  ''::varchar(128) as auth_ha1,
  ('sip:' || regexp_replace(host, ':[0-9]+$', '') || ':' || port || ';transport=' || transport)::varchar(255) as auth_proxy,
  300 as expires, 0 as flags, 0 as reg_delay, ''::varchar(255) as contact_addr, ''::varchar(128) as socket
from kamailio.trunk_host where kind = 'registration' and coalesce(username, '') <> '';
