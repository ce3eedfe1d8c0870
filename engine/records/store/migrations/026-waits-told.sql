-- A queue tells how long the wait will be, at once if it is set so.
alter table queues
  add column announce_wait boolean not null default false,
  add column announce_at_entry boolean not null default false;
