-- Chunked jobs: a job that waits for its chunks is out of the dispatcher's way, and found when the last of them ends.

-- A job whose chunks have ended without all succeeding fails without having run.
insert into job_transition (from_state, to_state) values ('waiting', 'failed');

alter table job
  -- Numbers of a chunk, by metric; they enter no list and no comparison, so they do not lie in job_metric.
  add column chunk_metrics jsonb;

-- Dispatch never looks at jobs that wait for their chunks (available_at = infinity).
drop index job_dispatch;
create index job_dispatch on job (batch_id, priority desc, position)
  where state in ('waiting', 'lost') and available_at < 'infinity';

-- Jobs that wait for their chunks, and chunks that ended lately.
create index job_unmerged on job (batch_id, position) where state = 'waiting' and available_at = 'infinity';
create index job_chunk_end on job (batch_id, finished_at) where chunk_of is not null and finished_at is not null;
