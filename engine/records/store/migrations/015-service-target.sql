-- What share of a queue's callers is to be answered within service_level_ms, in percent: pages and reports judge by it.
alter table queues add column service_level_percent double precision not null default 80
  check (service_level_percent > 0 and service_level_percent <= 100);
