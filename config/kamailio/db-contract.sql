-- What Kamailio reads from PostgreSQL, and nothing else. It never writes. These may be tables or views of this shape.
-- Kamailio connects as a role of its own whose search_path is `kamailio`:
--   create role tinglan_edge login password '…';  alter role tinglan_edge set search_path = kamailio;
--   grant usage on schema kamailio to tinglan_edge;  grant select on all tables in schema kamailio to tinglan_edge;
create schema if not exists kamailio;

-- Kamailio checks these numbers at its start (5.6.3).
create table kamailio.version (table_name varchar(32) not null unique, table_version integer not null default 0);
insert into kamailio.version (table_name, table_version)
values ('version', 1), ('subscriber', 7), ('address', 6), ('uacreg', 5), ('htable', 2);

-- Phones with a password. ha1 = md5(username ':' realm ':' password) in lower-case hex; the realm is the SIP domain
-- (KamailioSettings.domain). Reload: reloadPhones().
create table kamailio.subscriber (username varchar(64) not null, ha1 varchar(128) not null);

-- Sources that are trunks: tag = trunk id, grp always 1, port 0 = any. IP addresses only, no names.
-- Reload: KamailioRpc.reloadTrunks().
create table kamailio.address (
  id integer not null,
  grp integer not null default 1,
  ip_addr varchar(50) not null,
  mask integer not null default 32,
  port integer not null default 0,
  tag varchar(64) not null
);

-- Ways out, one row per value: '<trunk id>::uri' = 'sip:gw.example.com:5060;transport=udp' (port always written),
-- and for carriers that ask for a password '<trunk id>::username' and '<trunk id>::password' (plain: the realm is the
-- carrier's and may change). '<trunk id>::sound' = 'learnt': media nodes shall take its sound from where it comes.
-- '<trunk id>::identity' = 'trusted': the caller's number it asserts (P-Asserted-Identity, Remote-Party-ID) is believed.
-- A disabled trunk has no rows. Reload: reloadTrunks().
create table kamailio.trunk_setting (key_name varchar(64) not null, key_value varchar(128) not null);

-- Numbers that a guest (a browser of the "call us" page) may call. Reload: reloadTrunks().
create table kamailio.access_number (number varchar(64) not null, name varchar(64) not null);

-- Registrations of ours at carriers. l_uuid = '<trunk id>.<secret>', at least 16 random letters and digits: it is
-- the user part of our Contact, and a call to it counts as coming from that trunk. l_username = the number such a call
-- is for. Told line by line: refreshRegistration(), removeRegistration().
create table kamailio.uacreg (
  id integer not null,
  l_uuid varchar(64) not null,
  l_username varchar(64) not null,
  l_domain varchar(64) not null,
  r_username varchar(64) not null, -- user in From/To of the REGISTER
  r_domain varchar(64) not null, -- registrar, host[:port]
  realm varchar(64) not null default '', -- '' = whatever the carrier says
  auth_username varchar(64) not null,
  auth_password varchar(64) not null default '',
  auth_ha1 varchar(128) not null default '',
  auth_proxy varchar(255) not null default '', -- sip:host:port;transport=…, where the REGISTER goes
  expires integer not null default 300, -- seconds
  flags integer not null default 0,
  reg_delay integer not null default 0,
  contact_addr varchar(255) not null default '',
  socket varchar(128) not null default ''
);
