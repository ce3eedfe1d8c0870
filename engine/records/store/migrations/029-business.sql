-- Business records (customers, orders, tickets …): one table a kind, all of one shape, so that a new kind needs no migration.
-- They are no configuration: nothing here raises company_revision, so engines do not read the company again for them.
create function business_table(kind text) returns void language plpgsql as $$
declare
  t text := 'biz_' || replace(kind, '-', '_');
begin
  if to_regclass(t) is not null then return; end if;
  execute format('create table %I (
    id text primary key,
    version integer not null default 1,
    code text unique,
    state text not null default '''',
    -- an agent; null belongs to nobody
    owner_id text,
    department_id text,
    shared_with text[] not null default ''{}'',
    customer_id text,
    call_id text,
    data jsonb not null default ''{}'',
    -- by what it is known: tel:13900139000, id:…, as duplicates and callers are looked for
    keys text[] not null default ''{}'',
    spelling tsvector,
    package_id text,
    due_at timestamptz,
    escalated_at timestamptz,
    -- in the public pool since
    pooled_at timestamptz,
    -- somebody last had to do with it
    touched_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    created_by text not null default '''',
    created_agent_id text,
    updated_at timestamptz not null default now(),
    -- may be taken back for a day
    deleted_at timestamptz)', t);
  execute format('create index %I on %I (updated_at desc, id desc) where deleted_at is null', t || '_updated', t);
  execute format('create index %I on %I (created_at desc, id desc) where deleted_at is null', t || '_created', t);
  execute format('create index %I on %I (state, updated_at desc, id desc) where deleted_at is null', t || '_state', t);
  execute format('create index %I on %I (owner_id, updated_at desc, id desc) where deleted_at is null', t || '_owner', t);
  execute format('create index %I on %I (pooled_at) where pooled_at is not null', t || '_pool', t);
  execute format('create index %I on %I (customer_id) where customer_id is not null', t || '_customer', t);
  execute format('create index %I on %I (call_id) where call_id is not null', t || '_call', t);
  execute format('create index %I on %I (package_id) where package_id is not null', t || '_package', t);
  execute format('create index %I on %I (due_at) where due_at is not null and deleted_at is null', t || '_due', t);
  execute format('create index %I on %I (deleted_at) where deleted_at is not null', t || '_deleted', t);
  execute format('create index %I on %I using gin (shared_with) where shared_with <> ''{}''', t || '_shared', t);
  execute format('create index %I on %I using gin (keys)', t || '_keys', t);
  execute format('create index %I on %I using gin (spelling) with (gin_pending_list_limit = 1024)', t || '_spelling', t);
end $$;

-- What a company has made of a kind: its own columns, states, layouts and rules.
create table business_setup (
  kind text primary key,
  version integer not null default 1,
  columns jsonb not null default '[]',
  states jsonb not null default '[]',
  layout jsonb not null default '{}',
  rules jsonb not null default '{}',
  updated_at timestamptz not null default now()
);
-- GD20261129-0007: the last of a kind and day
create table business_codes (
  kind text not null,
  day date not null,
  last integer not null,
  primary key (kind, day)
);
-- One row a move from state to state, for how long each step took.
create table business_moves (
  id bigint generated always as identity primary key,
  kind text not null,
  record_id text not null,
  at timestamptz not null default now(),
  from_state text not null,
  to_state text not null,
  after_ms bigint not null,
  reason text not null default '',
  agent_id text,
  account text not null
);
create index business_moves_record on business_moves (kind, record_id, at);
create index business_moves_at on business_moves (kind, at);
create table business_comments (
  id bigint generated always as identity primary key,
  kind text not null,
  record_id text not null,
  at timestamptz not null default now(),
  account_id text not null,
  name text not null,
  text text not null
);
create index business_comments_record on business_comments (kind, record_id, id);
create table business_attachments (
  id text primary key,
  kind text not null,
  record_id text not null,
  at timestamptz not null default now(),
  account_id text not null,
  by_name text not null,
  name text not null,
  type text not null,
  bytes integer not null
);
create index business_attachments_record on business_attachments (kind, record_id);
-- What a bulk act did, so that it can be taken back for a day.
create table business_undo (
  id text primary key,
  kind text not null,
  act text not null,
  at timestamptz not null default now(),
  account_id text not null,
  rows jsonb not null,
  undone_at timestamptz
);
create table business_claims (
  id bigint generated always as identity primary key,
  agent_id text not null,
  day date not null,
  record_id text not null,
  at timestamptz not null default now()
);
create index business_claims_agent on business_claims (agent_id, day);
create table business_views (
  id text primary key,
  kind text not null,
  account_id text not null,
  name text not null,
  -- everybody may choose it
  shared boolean not null default false,
  view jsonb not null
);
create index business_views_kind on business_views (kind, account_id);
-- What an agent typed on a call and has not saved: it goes where the call goes.
create table business_drafts (
  call_id text primary key,
  account_id text not null,
  agent_id text,
  values jsonb not null,
  updated_at timestamptz not null default now()
);
-- A file that was taken in: a package that can be looked at and taken back.
create table business_packages (
  id text primary key,
  kind text not null,
  name text not null,
  file text not null,
  account_id text not null,
  by_name text not null,
  at timestamptz not null default now(),
  state text not null,
  -- rows of the file, and what became of them
  total integer not null default 0,
  done integer not null default 0,
  added integer not null default 0,
  merged integer not null default 0,
  skipped integer not null default 0,
  wrong integer not null default 0,
  ask jsonb not null default '{}',
  ended_at timestamptz
);
create index business_packages_kind on business_packages (kind, at desc);
-- how a file's heads were mapped the last time
create table business_mappings (
  kind text not null,
  account_id text not null,
  mapping jsonb not null,
  primary key (kind, account_id)
);

select business_table('customers');
select business_table('blacklist');
-- The customers there were, as the record engine keeps them; their spelling comes at the next start (engine/business).
insert into biz_customers (id, version, data, keys, owner_id, created_at, updated_at, touched_at)
  select id, version,
    jsonb_build_object('name', name, 'region', region, 'vip', vip, 'vipQueueIds', to_jsonb(vip_queue_ids),
      'dedicatedAgentId', coalesce(dedicated_agent_id, ''),
      'phones', jsonb_build_array(jsonb_build_object('type', 'mobile', 'number', number))),
    array['tel:' || number_key(number)], dedicated_agent_id, updated_at, updated_at, updated_at
  from customers;
delete from in_force where kind = 'customers';
drop table customers;

-- The shipped roles get the new rights; whoever has changed a role keeps what it says beside them.
update roles set grants = grants || (
    select jsonb_agg(jsonb_build_object('right', split_part(one, ':', 1), 'scope', split_part(one, ':', 2),
      'groupIds', '[]'::jsonb, 'queueIds', '[]'::jsonb))
    from unnest(string_to_array(case id
      when 'supervisor' then 'customers:all tickets:all orders:all surveys:all business-manage:all business-export:all personal-data:all'
      else 'customers:own tickets:own orders:own surveys:own personal-data:own' end, ' ')) one)
  where id in ('supervisor', 'agent');
