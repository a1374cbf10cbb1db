-- A job whose pipeline was told to leave what is there ends as skipped.
insert into job_transition (from_state, to_state) values ('running', 'skipped');
alter table attempt drop constraint attempt_outcome_check;
alter table attempt add constraint attempt_outcome_check check (outcome in
  ('succeeded', 'failed', 'timed_out', 'out_of_memory', 'cancelled', 'skipped', 'lost', 'handed_back'));
