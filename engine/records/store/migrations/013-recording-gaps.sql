-- parts of a recording that are missing, and why; a recording of which nothing was found has no files
alter table recordings add column gaps jsonb not null default '[]';
