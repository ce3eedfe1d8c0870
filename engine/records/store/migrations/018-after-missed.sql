-- Both its values had come to mean the same: after a missed ring the call is at the front, and any other free agent rings at once.
alter table queues drop column after_missed;
