-- The batch whose jobs workers start by themselves when a slot gets free, without being told of each: while nobody else
-- wants the slots, there is nothing to choose. Declared for a moment at a time by whoever dispatches; one row at most.
create table open_batch (
  batch_id bigint primary key references batch (id) on delete cascade,
  until timestamptz not null
);

insert into job_transition (from_state, to_state, is_retry) values ('waiting', 'running', false);

-- Its condition lists the moves of every day.
drop trigger job_guard_transition on job;
do $$ begin
  execute format(
    'create trigger job_guard_transition before update of state on job for each row
     when (old.state is distinct from new.state and (old.state || '' '' || new.state) <> all (%L::text[]))
     execute function job_guard_transition()',
    (select array_agg(from_state || ' ' || to_state order by 1) from job_transition where not is_retry));
end $$;
