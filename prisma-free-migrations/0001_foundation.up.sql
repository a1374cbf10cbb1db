-- Foundation: people, projects, pipelines, designs, batches, jobs and what jobs leave behind.
-- Times are timestamptz and come from the database's clock. Lists are read by keyset over descending ids.

create table instance_setting (
  key text primary key,
  value jsonb not null
);

-- People and how they sign in ------------------------------------------------------------------

create table app_user (
  id bigint generated always as identity primary key,
  email text not null check (email = lower(email) and email like '%_@_%'),
  name text not null check (name <> ''),
  password_hash text,
  is_administrator boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  disabled_at timestamptz
);
create unique index app_user_email on app_user (email);

create table sign_in_link (
  id bigint generated always as identity primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_link_user on sign_in_link (user_id);

create table session (
  id bigint generated always as identity primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  token_hash bytea not null unique,
  user_agent text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_by_user on session (user_id);

-- Counts failed password attempts per account, so that guessing is slowed whatever address it comes from.
create table sign_in_failure (
  email text primary key,
  failures int not null check (failures > 0),
  last_at timestamptz not null default clock_timestamp()
);

create table access_token (
  id bigint generated always as identity primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  name text not null check (name <> ''),
  prefix text not null,
  token_hash bytea not null unique,
  scope text not null check (scope in ('read', 'write')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index access_token_user on access_token (user_id, id desc);

-- Projects ------------------------------------------------------------------------------------

create table project (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  name text not null check (name <> ''),
  description text not null default '',
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp()
);

create table project_member (
  project_id bigint not null references project (id) on delete cascade,
  user_id bigint not null references app_user (id) on delete cascade,
  role text not null check (role in ('viewer', 'editor', 'maintainer')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (project_id, user_id)
);
create index project_member_user on project_member (user_id);

-- One undoable change to many rows; every write by a person belongs to one.
create table changeset (
  id bigint generated always as identity primary key,
  project_id bigint references project (id) on delete cascade,
  actor_id bigint references app_user (id) on delete set null,
  source text not null check (source in ('web', 'cli', 'api', 'import', 'schedule', 'system')),
  verb text not null,
  summary text not null,
  created_at timestamptz not null default clock_timestamp(),
  undone_by bigint references changeset (id)
);
create index changeset_project on changeset (project_id, id desc);

create table changeset_entry (
  changeset_id bigint not null references changeset (id) on delete cascade,
  position int not null,
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  primary key (changeset_id, position)
);
create index changeset_entry_entity on changeset_entry (entity, entity_id);

create table file (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  changeset_id bigint references changeset (id) on delete set null,
  name text not null check (name <> '' and length(name) <= 255 and name !~ '[/\\[:cntrl:]]'),
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp()
);
create index file_project on file (project_id, id desc);
create index file_content on file (project_id, sha256);

-- Pipelines as they were when they were used, templates, designs --------------------------------

create table pipeline (
  name text not null,
  version text not null,
  title text not null,
  -- parameters (JSON Schema), inputs, metrics, stages, objective
  definition jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (name, version)
);

create table template (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  name text not null check (name <> ''),
  pipeline_name text not null,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  unique (project_id, name)
);

-- Immutable: a change is a new version.
create table template_version (
  template_id bigint not null references template (id) on delete cascade,
  version int not null check (version > 0),
  changeset_id bigint references changeset (id) on delete set null,
  params jsonb not null,
  options jsonb not null,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (template_id, version)
);

create table design (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  changeset_id bigint references changeset (id) on delete set null,
  name text not null check (name <> ''),
  pipeline_name text not null,
  -- the design as domain/designs defines it; inputs are file ids
  spec jsonb not null,
  cell_count int not null check (cell_count > 0),
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp()
);
create index design_project on design (project_id, id desc);

-- Batches and jobs ------------------------------------------------------------------------------

create table batch (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  design_id bigint references design (id) on delete set null,
  changeset_id bigint references changeset (id) on delete set null,
  name text not null check (name <> ''),
  pipeline_name text not null,
  pipeline_version text not null,
  spec jsonb not null,
  options jsonb not null,
  objective_metric text not null,
  objective_direction text not null check (objective_direction in ('minimize', 'maximize')),
  state text not null check (state in ('running', 'paused', 'stopping', 'cancelling',
    'succeeded', 'completed_with_errors', 'failed', 'stopped', 'cancelled')),
  -- why it is paused or stopped, when that was not a person's wish
  state_reason text,
  -- when it paused itself because its first jobs failed alike; it does so once
  self_paused_at timestamptz,
  priority int not null default 0,
  concurrency int check (concurrency > 0),
  job_count int not null check (job_count > 0),
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  foreign key (pipeline_name, pipeline_version) references pipeline (name, version),
  check ((finished_at is not null) = (state in ('succeeded', 'completed_with_errors', 'failed', 'stopped', 'cancelled')))
);
create index batch_project on batch (project_id, id desc);
create index batch_design on batch (design_id, id desc);
create index batch_active on batch (project_id, id) where finished_at is null;

-- Jobs per state, kept by the trigger below in the transaction of the change itself. Each connection adds to a part of
-- its own, because one row per batch would make all its jobs wait for each other's commit.
create table batch_job_count_part (
  batch_id bigint not null references batch (id) on delete cascade,
  state text not null,
  part int not null,
  -- a sum of differences: a part alone may be negative, all parts together are not
  n int not null,
  primary key (batch_id, state, part)
) with (fillfactor = 50);

create view batch_job_count as
  select batch_id, state, sum(n)::int as n from batch_job_count_part group by batch_id, state;

create table worker (
  id text primary key,
  host text not null,
  pid int not null,
  slots int not null check (slots > 0),
  version text not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  stopped_at timestamptz
);

create table job (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  batch_id bigint not null references batch (id) on delete cascade,
  position int not null check (position >= 0),
  label text not null,
  cell_key text not null check (cell_key ~ '^[0-9a-f]{64}$'),
  setting_key text not null check (setting_key ~ '^[0-9a-f]{64}$'),
  setting jsonb not null,
  params jsonb not null,
  inputs jsonb not null,
  input_label text not null,
  replicate int not null check (replicate > 0),
  seed text not null,
  state text not null default 'waiting' check (state in ('waiting', 'queued', 'running', 'lost', 'succeeded', 'failed',
    'timed_out', 'out_of_memory', 'cancelled', 'skipped', 'reused')),
  priority int not null default 0,
  -- not dispatched before this time (back-off)
  available_at timestamptz not null default clock_timestamp(),
  -- number of the newest attempt, and the fencing token of every write to this row
  attempt int not null default 0 check (attempt >= 0),
  -- attempts allowed in all; an explicit retry raises it
  attempt_limit int not null check (attempt_limit > 0),
  -- explicit retries after a final state
  retries int not null default 0 check (retries >= 0),
  worker_id text references worker (id) on delete set null,
  lease_until timestamptz,
  cancel_requested_at timestamptz,
  stage text,
  progress real not null default 0 check (progress between 0 and 1),
  reused_from bigint references job (id) on delete set null,
  -- {stage, message, problems} of the newest failure
  error jsonb,
  warnings jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  queued_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  unique (batch_id, cell_key),
  unique (batch_id, position),
  check ((finished_at is not null) = (state in ('succeeded', 'failed', 'timed_out', 'out_of_memory', 'cancelled', 'skipped', 'reused'))),
  check ((state = 'running') = (lease_until is not null)),
  check (state <> 'queued' or queued_at is not null)
) with (fillfactor = 70);
create index job_project on job (project_id, id desc);
create index job_project_state on job (project_id, state, id desc);
create index job_batch_state on job (batch_id, state, position);
create index job_setting on job (batch_id, setting_key, position);
create index job_project_setting on job (project_id, setting_key, id desc);
create index job_cell on job (project_id, cell_key, id desc);
create index job_dispatch on job (batch_id, priority desc, position) where state in ('waiting', 'lost');
create index job_lease on job (lease_until) where state = 'running';
create index job_queued on job (queued_at) where state = 'queued';

create table attempt (
  job_id bigint not null references job (id) on delete cascade,
  number int not null check (number > 0),
  worker_id text references worker (id) on delete set null,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  outcome text check (outcome in ('succeeded', 'failed', 'timed_out', 'out_of_memory', 'cancelled', 'lost', 'handed_back')),
  error jsonb,
  peak_memory_bytes bigint check (peak_memory_bytes >= 0),
  primary key (job_id, number),
  check ((ended_at is null) = (outcome is null))
);
-- One result a job: whatever a worker believes, only one attempt can have succeeded, and only one can be under way.
create unique index attempt_one_success on attempt (job_id) where outcome = 'succeeded';
create unique index attempt_one_open on attempt (job_id) where ended_at is null;

create table job_stage (
  job_id bigint not null,
  attempt int not null,
  position int not null,
  name text not null,
  state text not null check (state in ('running', 'succeeded', 'failed', 'cancelled')),
  started_at timestamptz not null,
  duration_ms double precision check (duration_ms >= 0),
  primary key (job_id, attempt, position),
  foreign key (job_id, attempt) references attempt (job_id, number) on delete cascade
);

create table job_metric (
  job_id bigint not null references job (id) on delete cascade,
  name text not null,
  value double precision not null check (value not in ('NaN', 'Infinity', '-Infinity')),
  project_id bigint not null,
  primary key (job_id, name)
);
create index job_metric_value on job_metric (project_id, name, value, job_id);

create table artifact (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  job_id bigint not null,
  attempt int not null,
  path text not null,
  title text not null,
  role text not null check (role in ('preview', 'result', 'report', 'data')),
  media_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default clock_timestamp(),
  unique (job_id, path),
  foreign key (job_id, attempt) references attempt (job_id, number) on delete cascade
);
create index artifact_project on artifact (project_id, id desc);
create index artifact_content on artifact (sha256);

create table job_log (
  job_id bigint not null,
  attempt int not null,
  line int not null,
  at timestamptz not null,
  level text not null check (level in ('debug', 'info', 'warning', 'error')),
  stage text,
  text text not null,
  primary key (job_id, attempt, line),
  foreign key (job_id, attempt) references attempt (job_id, number) on delete cascade
);

-- Guards ----------------------------------------------------------------------------------------

-- The allowed moves between job states; libs/domain/src/jobs/state.ts is the source, a test holds both equal.
create table job_transition (
  from_state text not null,
  to_state text not null,
  -- an explicit retry must be counted on the job
  is_retry boolean not null default false,
  primary key (from_state, to_state)
);
insert into job_transition (from_state, to_state, is_retry) values
  ('waiting', 'queued', false),
  ('lost', 'queued', false),
  ('queued', 'running', false),
  ('running', 'succeeded', false),
  ('running', 'failed', false),
  ('running', 'timed_out', false),
  ('running', 'out_of_memory', false),
  ('running', 'cancelled', false),
  ('running', 'waiting', false),
  ('running', 'lost', false),
  ('lost', 'failed', false),
  ('waiting', 'cancelled', false),
  ('queued', 'cancelled', false),
  ('lost', 'cancelled', false),
  ('waiting', 'skipped', false),
  ('queued', 'skipped', false),
  ('lost', 'skipped', false),
  ('waiting', 'reused', false),
  ('failed', 'waiting', true),
  ('timed_out', 'waiting', true),
  ('out_of_memory', 'waiting', true),
  ('cancelled', 'waiting', true),
  ('skipped', 'waiting', true);

create function job_guard_transition() returns trigger language plpgsql as $$
declare
  allowed job_transition;
begin
  select * into allowed from job_transition t where t.from_state = old.state and t.to_state = new.state;
  if not found then
    raise exception 'job % cannot go from % to %', old.id, old.state, new.state using errcode = 'check_violation';
  end if;
  if allowed.is_retry and new.retries <> old.retries + 1 then
    raise exception 'job % leaves the final state % without a recorded retry', old.id, old.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger job_guard_transition before update of state on job
  for each row when (old.state is distinct from new.state) execute function job_guard_transition();

-- Keeps batch_job_count and announces changed batches (and single jobs) to listeners, in the same commit.
create function job_inserted() returns trigger language plpgsql as $$
begin
  insert into batch_job_count_part as c (batch_id, state, part, n)
    select batch_id, state, pg_backend_pid() % 16, count(*) from new_rows group by batch_id, state order by batch_id, state
    on conflict (batch_id, state, part) do update set n = c.n + excluded.n;
  perform pg_notify('batchyard_change', json_build_object('batch', batch_id::text, 'jobs', '[]'::json)::text)
    from new_rows group by batch_id;
  return null;
end $$;

-- Renewed leases are nobody's news: only what a reader can see is announced.
create function job_updated() returns trigger language plpgsql as $$
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
create trigger job_inserted after insert on job
  referencing new table as new_rows for each statement execute function job_inserted();
create trigger job_updated after update on job
  referencing old table as old_rows new table as new_rows for each statement execute function job_updated();

create function batch_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('batchyard_change', json_build_object('batch', new.id::text, 'jobs', '[]'::json)::text);
  return null;
end $$;
create trigger batch_changed after insert or update on batch for each row execute function batch_changed();
