-- Nightly work: rules that start batches by the clock, and what became of each time they were due.

create table schedule (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  name text not null check (name <> ''),
  cron text not null,
  zone text not null,
  policies jsonb not null,
  -- what it starts: one of the two
  design_id bigint references design (id) on delete cascade,
  template_id bigint references template (id) on delete cascade,
  -- by input: the name of a file of the project, with stars for many; null: those of the design
  inputs jsonb,
  -- leaves out jobs that have a result already, equal content counting as equal
  new_only boolean not null default true,
  options jsonb not null default '{}',
  is_paused boolean not null default false,
  -- why it paused itself
  pause_reason text,
  -- due times up to this one are decided
  decided_until timestamptz not null default clock_timestamp(),
  -- the first one that is not
  next_due_at timestamptz not null,
  -- on whose behalf it starts batches
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  unique (project_id, name),
  check ((design_id is null) <> (template_id is null)),
  check (design_id is not null or inputs is not null)
);
create index schedule_next_due on schedule (next_due_at);
create index schedule_design on schedule (design_id) where design_id is not null;
create index schedule_template on schedule (template_id) where template_id is not null;

-- Times of a span that are run afterwards, one after another.
create table backfill (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedule (id) on delete cascade,
  first_due_at timestamptz not null,
  last_due_at timestamptz not null,
  which text not null check (which in ('missing', 'missing_and_failed', 'all')),
  stop_on_failure boolean not null,
  state text not null default 'running' check (state in ('running', 'stopped', 'finished')),
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  check (first_due_at <= last_due_at)
);
create index backfill_schedule on backfill (schedule_id, id desc);

create table occurrence (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedule (id) on delete cascade,
  due_at timestamptz not null,
  -- null: by the clock; else the backfill that runs it again
  backfill_id bigint references backfill (id) on delete cascade,
  story text not null check (story in ('on_time', 'late', 'missed_run', 'missed_skipped', 'coalesced', 'paused',
    'overlap_queued', 'overlap_skipped', 'nothing_new', 'backfilled')),
  state text not null check (state in ('waiting', 'running', 'succeeded', 'failed', 'skipped')),
  -- not started before
  start_at timestamptz,
  batch_id bigint references batch (id) on delete set null,
  -- why it failed or was skipped, for people
  reason text,
  -- times that failed jobs of its batch were tried again
  retries int not null default 0 check (retries >= 0),
  retry_at timestamptz,
  decided_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  unique nulls not distinct (schedule_id, due_at, backfill_id),
  check ((state = 'waiting') <= (start_at is not null))
);
-- One at a time: what two schedulers at once cannot both take.
create unique index occurrence_running on occurrence (schedule_id) where state = 'running';
create index occurrence_waiting on occurrence (start_at) where state = 'waiting';
create index occurrence_batch on occurrence (batch_id) where batch_id is not null;
create index occurrence_backfill on occurrence (backfill_id, due_at) where backfill_id is not null;
