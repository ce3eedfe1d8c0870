-- Callers of a queue may be called back in turn, within hours and so often; visitors of the public page too.
alter table queues
  add column offer_callback boolean not null default false,
  add column web_callback boolean not null default false,
  add column callback_from text not null default '',
  add column callback_to text not null default '',
  add column callback_tries integer not null default 3 check (callback_tries between 1 and 20),
  add column callback_retry_ms integer not null default 600000 check (callback_retry_ms >= 0);
