-- Less work for each change of a job's state, and pauses that nothing slips through.

-- Whether jobs of the batch may start now. Holds off whoever wants to end that (the exclusive lock of the same number)
-- until the caller's transaction is over, and then looks: a function that is volatile sees what was committed
-- meanwhile, which the statement that calls it does not. Lock space 7026024: see advisory-locks.ts.
create function batch_lets_start(batch_id bigint) returns boolean volatile language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7026024, (batch_id % 2147483647)::int);
  return (select state = 'running' from batch where id = batch_id);
end $$;

-- The moves of every day are known to the trigger's condition; all others, and all retries, are looked up as before.
drop trigger job_guard_transition on job;
do $$ begin
  execute format(
    'create trigger job_guard_transition before update of state on job for each row
     when (old.state is distinct from new.state and (old.state || '' '' || new.state) <> all (%L::text[]))
     execute function job_guard_transition()',
    (select array_agg(from_state || ' ' || to_state order by 1) from job_transition where not is_retry));
end $$;

-- Counts without matching old and new rows: what did not move cancels out. Announces what a reader can see.
create or replace function job_updated() returns trigger language plpgsql as $$
begin
  insert into batch_job_count_part as c (batch_id, state, part, n)
    select batch_id, state, pg_backend_pid() % 16, sum(delta) from (
      select batch_id, state, -1 as delta from old_rows union all select batch_id, state, 1 from new_rows
    ) d group by batch_id, state having sum(delta) <> 0 order by batch_id, state
    on conflict (batch_id, state, part) do update set n = c.n + excluded.n;
  perform pg_notify('batchyard_change', json_build_object('batch', v.batch_id::text,
      'jobs', case when count(*) <= 20 then json_agg(v.id::text) else '[]'::json end)::text)
    from (
      select id, batch_id, state, attempt, stage, progress, cancel_requested_at from new_rows
      except all select id, batch_id, state, attempt, stage, progress, cancel_requested_at from old_rows
    ) v group by v.batch_id;
  return null;
end $$;

-- What a job is never changes, what becomes of it does, three times or more; and each change writes every index of the
-- row anew. Indexes by key, whose entries lie all over, cost most then: they get a table of their own, written once.
drop index job_cell;
create table job_cell (
  job_id bigint not null,
  batch_id bigint not null references batch (id) on delete cascade,
  project_id bigint not null,
  position int not null,
  cell_key text not null,
  setting_key text not null,
  primary key (batch_id, cell_key)
);
insert into job_cell (job_id, batch_id, project_id, position, cell_key, setting_key)
  select id, batch_id, project_id, position, cell_key, setting_key from job;
alter table job drop constraint job_batch_id_cell_key_key;
drop index job_setting, job_project_setting;
create index job_cell_newest on job_cell (project_id, cell_key, job_id desc);
create index job_cell_of_setting on job_cell (batch_id, setting_key, position);
create index job_cell_newest_of_setting on job_cell (project_id, setting_key, job_id desc);

-- Jobs to be found by cell or setting.
create view job_by_key as
  select c.job_id as id, c.project_id, c.batch_id, c.position, c.cell_key, c.setting_key, j.state, j.warnings
  from job_cell c join job j on j.id = c.job_id;

create or replace function job_inserted() returns trigger language plpgsql as $$
begin
  insert into job_cell (job_id, batch_id, project_id, position, cell_key, setting_key)
    select id, batch_id, project_id, position, cell_key, setting_key from new_rows;
  insert into batch_job_count_part as c (batch_id, state, part, n)
    select batch_id, state, pg_backend_pid() % 16, count(*) from new_rows group by batch_id, state order by batch_id, state
    on conflict (batch_id, state, part) do update set n = c.n + excluded.n;
  perform pg_notify('batchyard_change', json_build_object('batch', batch_id::text, 'jobs', '[]'::json)::text)
    from new_rows group by batch_id;
  return null;
end $$;
