-- What the caller was at, moment by moment (LineSpan[]); empty for calls of before.
alter table calls add column line jsonb not null default '[]';
