-- Knowledge and scripts: who reads them, what readers thought of an article. Articles, scripts and runs are business records.
create table business_marks (
  kind text not null,
  record_id text not null,
  account_id text not null,
  favourite boolean not null default false,
  -- was it helpful; null: not said
  helpful boolean,
  at timestamptz not null default now(),
  primary key (kind, record_id, account_id)
);
create index business_marks_account on business_marks (account_id, kind) where favourite;

update roles set grants = grants || jsonb_build_array(jsonb_build_object('right', 'knowledge',
    'scope', case id when 'supervisor' then 'all' else 'own' end, 'groupIds', '[]'::jsonb, 'queueIds', '[]'::jsonb))
  where id in ('supervisor', 'agent');
