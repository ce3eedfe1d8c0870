-- An extension's forwards by the company's calendar: while a time group is open, or while it is not.
alter table extensions
  add column forward_time_group_id record_id references time_groups (id),
  add column forward_while text not null default 'not-open' check (forward_while in ('open', 'not-open'));
