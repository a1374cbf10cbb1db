-- What had nothing to do is the nearest to cancelled.
update attempt set outcome = 'cancelled' where outcome = 'skipped';
alter table attempt drop constraint attempt_outcome_check;
alter table attempt add constraint attempt_outcome_check check (outcome in
  ('succeeded', 'failed', 'timed_out', 'out_of_memory', 'cancelled', 'lost', 'handed_back'));
delete from job_transition where from_state = 'running' and to_state = 'skipped';
