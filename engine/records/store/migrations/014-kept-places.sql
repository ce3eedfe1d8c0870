-- A caller whose audio was lost by a fault of ours finds his place in the queue again when he calls within this time.
alter table queues add column keep_place_ms integer not null default 300000 check (keep_place_ms >= 0);
