-- One order across queues: the bonus of a queue and of its VIPs, and whether a caller sent on keeps his first place.
alter table queues
  add column bonus_ms integer not null default 0 check (bonus_ms >= 0),
  add column vip_bonus_ms integer not null default 0 check (vip_bonus_ms >= 0),
  add column count_first_join boolean not null default true,
  add column keep_place_always boolean not null default false;
