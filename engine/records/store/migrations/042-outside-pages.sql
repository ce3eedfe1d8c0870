-- Pages of other systems (billing, tickets) that open as a tab beside the customer.
create table outside_pages (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  url text not null check (url ~ '^https?://'),
  queue_ids text[] not null default '{}',
  enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
