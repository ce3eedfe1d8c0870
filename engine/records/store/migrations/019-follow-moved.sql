-- A carrier that answers 302 names another number: whether it is dialled over the same trunk.
alter table trunks add column follow_moved boolean not null default false;
