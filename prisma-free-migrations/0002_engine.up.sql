-- The engine: caps and labels, chunked jobs, failures as data, bulk actions, and what a plan needs to know.

-- Most jobs of the project that run at once; null means as many as workers allow.
alter table project add column concurrency int check (concurrency > 0);

alter table worker
  -- what only some workers have, for example `gpu`; a batch may ask for some
  add column labels text[] not null default '{}',
  add column free_disk_bytes bigint check (free_disk_bytes >= 0),
  -- why it takes no further job just now, for example a full disk
  add column refusal text;

alter table batch
  add column labels text[] not null default '{}',
  -- how many jobs run at once and why, in one sentence
  add column mode_reason text,
  add column metadata jsonb not null default '{}';
create index batch_pipeline on batch (project_id, pipeline_name, id desc);

alter table job
  -- free facts of its user (subject, session, condition …); no part of its identity
  add column metadata jsonb not null default '{}',
  -- size of all its input files
  add column input_bytes bigint check (input_bytes >= 0),
  -- folder of its files in downloads
  add column output_name text check (output_name <> ''),
  -- A chunked job has `chunk_count` chunks, which are jobs of their own; it waits (available_at = infinity) until
  -- all have ended and then merges their results.
  add column chunk_count int check (chunk_count > 0),
  add column chunk_of bigint references job (id) on delete cascade,
  add column chunk_index int check (chunk_index >= 0),
  -- frames of a chunk, both included
  add column first_frame int,
  add column last_frame int,
  add column failure_kind text check (failure_kind in ('bad_input', 'bad_parameters', 'pipeline_error', 'timeout',
    'out_of_memory', 'cancelled', 'worker_lost', 'disk_full', 'chunk_failed')),
  -- the message without what differs from job to job: equal failures share it
  add column failure_key text,
  add column exit_code int,
  add constraint job_chunk_check check ((chunk_of is null) = (chunk_index is null)
    and (chunk_of is null or chunk_count is null)
    and (chunk_of is null) = (first_frame is null) and (first_frame is null) = (last_frame is null));
create unique index job_chunk on job (chunk_of, chunk_index) where chunk_of is not null;
create index job_failure on job (batch_id, failure_key, position) where failure_key is not null;
create index job_reused_from on job (reused_from) where reused_from is not null;

alter table attempt
  add column failure_kind text,
  add column exit_code int;

-- One thing done to many jobs, in portions, with a list of what it did.
create table bulk_action (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  changeset_id bigint references changeset (id) on delete set null,
  verb text not null check (verb in ('cancel', 'retry', 'set_priority')),
  -- {priority} for set_priority
  argument jsonb not null default '{}',
  -- the jobs' filter, or null where job_ids names them
  filter jsonb,
  job_ids bigint[],
  state text not null default 'running' check (state in ('running', 'done', 'stopped')),
  -- jobs it applies to, counted when it began
  total int not null check (total >= 0),
  -- newest job id that is not yet looked at comes after this one
  cursor_id bigint,
  succeeded int not null default 0,
  skipped int not null default 0,
  failed int not null default 0,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  check ((filter is null) <> (job_ids is null)),
  check ((finished_at is null) = (state = 'running'))
);
create index bulk_action_project on bulk_action (project_id, id desc);
create index bulk_action_running on bulk_action (id) where state = 'running';

create table bulk_action_entry (
  bulk_action_id bigint not null references bulk_action (id) on delete cascade,
  job_id bigint not null references job (id) on delete cascade,
  outcome text not null check (outcome in ('succeeded', 'skipped', 'failed')),
  -- why it was skipped or failed
  note text,
  primary key (bulk_action_id, job_id)
);
create index bulk_action_entry_job on bulk_action_entry (job_id);
