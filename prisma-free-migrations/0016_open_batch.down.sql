delete from job_transition where from_state = 'waiting' and to_state = 'running';
drop trigger job_guard_transition on job;
do $$ begin
  execute format(
    'create trigger job_guard_transition before update of state on job for each row
     when (old.state is distinct from new.state and (old.state || '' '' || new.state) <> all (%L::text[]))
     execute function job_guard_transition()',
    (select array_agg(from_state || ' ' || to_state order by 1) from job_transition where not is_retry));
end $$;
drop table open_batch;
