-- No phone dials a state yet: a key to be set there did nothing.
alter table agent_states drop column phone_key;
