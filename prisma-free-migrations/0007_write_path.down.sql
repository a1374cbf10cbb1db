drop trigger job_updated on job;
create trigger job_updated after update on job
  referencing old table as old_rows new table as new_rows for each statement execute function job_updated();
drop trigger attempt_deleted on attempt;
drop function attempt_deleted;
drop trigger job_deleted on job;
drop function job_deleted;
alter table job_stage add foreign key (job_id, attempt) references attempt (job_id, number) on delete cascade;
alter table job_metric add foreign key (job_id) references job (id) on delete cascade;
alter table attempt
  add foreign key (job_id) references job (id) on delete cascade,
  add foreign key (worker_id) references worker (id) on delete set null;
alter table job add foreign key (worker_id) references worker (id) on delete set null;
alter table job_cell drop constraint job_cell_cell_key_check, drop constraint job_cell_setting_key_check;
alter table job
  add check (cell_key ~ '^[0-9a-f]{64}$'),
  add check (setting_key ~ '^[0-9a-f]{64}$');
