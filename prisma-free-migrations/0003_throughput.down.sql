create or replace function job_inserted() returns trigger language plpgsql as $$
begin
  insert into batch_job_count_part as c (batch_id, state, part, n)
    select batch_id, state, pg_backend_pid() % 16, count(*) from new_rows group by batch_id, state order by batch_id, state
    on conflict (batch_id, state, part) do update set n = c.n + excluded.n;
  perform pg_notify('batchyard_change', json_build_object('batch', batch_id::text, 'jobs', '[]'::json)::text)
    from new_rows group by batch_id;
  return null;
end $$;
drop view job_by_key;
drop table job_cell;
alter table job add unique (batch_id, cell_key);
create index job_setting on job (batch_id, setting_key, position);
create index job_project_setting on job (project_id, setting_key, id desc);
create index job_cell on job (project_id, cell_key, id desc);
create or replace function job_updated() returns trigger language plpgsql as $$
begin
  insert into batch_job_count_part as c (batch_id, state, part, n)
    select batch_id, state, pg_backend_pid() % 16, sum(delta) from (
      select o.batch_id, o.state, -1 as delta from old_rows o join new_rows r using (id) where o.state <> r.state
      union all
      select r.batch_id, r.state, 1 from old_rows o join new_rows r using (id) where o.state <> r.state
    ) d group by batch_id, state having sum(delta) <> 0 order by batch_id, state
    on conflict (batch_id, state, part) do update set n = c.n + excluded.n;
  perform pg_notify('batchyard_change', json_build_object('batch', r.batch_id::text,
      'jobs', case when count(*) <= 20 then json_agg(r.id::text) else '[]'::json end)::text)
    from old_rows o join new_rows r using (id)
    where (o.state, o.attempt, o.stage, o.progress, o.cancel_requested_at)
      is distinct from (r.state, r.attempt, r.stage, r.progress, r.cancel_requested_at)
    group by r.batch_id;
  return null;
end $$;
drop trigger job_guard_transition on job;
create trigger job_guard_transition before update of state on job
  for each row when (old.state is distinct from new.state) execute function job_guard_transition();
drop function batch_lets_start;
