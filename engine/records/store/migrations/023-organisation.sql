-- Departments as a tree, roles as records (a right is granted so far as its scope), the department of an account.
-- The four fixed roles become the shipped ones: accounts keep theirs by its name.
create table departments (
  id record_id primary key,
  version integer not null default 1,
  name text not null,
  parent_id record_id references departments (id),
  updated_at timestamptz not null default now()
);
create unique index departments_name_key on departments (coalesce(parent_id, ''), name);

create table roles (
  id record_id primary key,
  version integer not null default 1,
  name text not null unique,
  name_en text not null default '',
  grants jsonb not null default '[]',
  updated_at timestamptz not null default now()
);
insert into roles (id, name, name_en, grants)
  select id, name, name_en, (
    select coalesce(jsonb_agg(jsonb_build_object('right', split_part(one, ':', 1), 'scope', split_part(one, ':', 2),
      'groupIds', '[]'::jsonb, 'queueIds', '[]'::jsonb)), '[]')
    from unnest(string_to_array(grants, ' ')) one)
  from (values
    ('administrator', '管理员', 'Administrator', ''),
    ('supervisor', '班长', 'Supervisor', 'desk:own monitor:all supervise:all calls-own:own calls-all:all recordings:all reports:all plan-view:all demo:all'),
    ('planner', '排班员', 'Planner', 'monitor:all reports:all plan:all plan-view:all'),
    ('agent', '坐席', 'Agent', 'desk:own calls-own:own recordings:own plan-view:own')
  ) as shipped (id, name, name_en, grants);

alter table accounts drop constraint accounts_role_check;
alter table accounts add constraint accounts_role_fkey foreign key (role) references roles (id);
alter table accounts
  add column department_id record_id references departments (id),
  -- the page asks for a new one before anything else
  add column new_password_needed boolean not null default false;
create index accounts_department on accounts (department_id);
