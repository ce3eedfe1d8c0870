-- what was deleted keeps its name: calls, recordings, reports and the audit log name it for as long as they are kept
create table removed_names (
  kind text not null,
  id text not null,
  name text not null,
  removed_at timestamptz not null default now(),
  primary key (kind, id)
);

insert into removed_names (kind, id, name, removed_at)
select distinct on (kind, record_id) kind, record_id, title, at from audit_log
where action = 'delete' and record_id <> '' and title <> ''
order by kind, record_id, at desc;

create function removed_name(of_kind text, of_id text) returns text language sql stable
  return (select name from removed_names where kind = of_kind and id = of_id);
