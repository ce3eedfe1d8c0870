-- "path" is what lists say of a wall screen: a form's field of that name is not read.
alter table flow_tests rename column path to steps;
