-- A limit that nothing kept: a carrier counts its own calls. It comes back when it is enforced.
alter table trunks drop column max_calls;
