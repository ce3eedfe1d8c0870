-- Which decision a row came from, so that a higher epoch's word can take back what a former owner wrote too late.
alter table calls add column seq integer not null default 0, add column epoch integer not null default 0;
alter table recordings add column seq integer not null default 0, add column epoch integer not null default 0;
alter table messages add column seq integer not null default 0, add column epoch integer not null default 0;
-- The reader of earlier versions could pass facts over when it died: everything is read once more.
update projections set sequence = 0;
