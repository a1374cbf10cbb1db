-- Files of shares: folders that are watched, inputs and sheets that schedules read where they lie.

create table watched_folder (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  name text not null check (name <> ''),
  -- name of a share, which each machine has in a folder of its own
  share text not null check (share <> ''),
  -- below the share, with slashes; '' is the share itself
  folder text not null,
  -- file names with stars; none: every file
  patterns jsonb not null default '[]',
  recursive boolean not null default false,
  -- a file is complete once a file of its name and this ending lies beside it; null: once it no longer changes
  done_suffix text check (done_suffix <> ''),
  poll_s int not null check (poll_s > 0),
  -- without a mark: unchanged for so long
  stable_s int not null check (stable_s > 0),
  -- a batch starts when nothing came for so long, or when its first file has waited for so long
  quiet_s int not null check (quiet_s >= 0),
  longest_wait_s int not null check (longest_wait_s >= quiet_s),
  design_id bigint references design (id) on delete cascade,
  template_id bigint references template (id) on delete cascade,
  -- null: the newest of each moment
  template_version int check (template_version > 0),
  -- which input of the pipeline each file is
  input text not null check (input <> ''),
  -- the other inputs: names of files of the project
  inputs jsonb not null default '{}',
  options jsonb not null default '{}',
  is_paused boolean not null default false,
  -- last look, by any worker
  looked_at timestamptz,
  -- since when it cannot be read; what was seen is kept
  away_since timestamptz,
  -- what keeps files from being taken or batches from starting, for people
  problem text,
  -- on whose behalf it starts batches
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  unique (project_id, name),
  check ((design_id is null) <> (template_id is null)),
  check (template_version is null or template_id is not null)
);
create index watched_folder_due on watched_folder (looked_at nulls first) where not is_paused;
create index watched_folder_design on watched_folder (design_id) where design_id is not null;
create index watched_folder_template on watched_folder (template_id) where template_id is not null;

-- A file as it lay in a folder at some time: changed content makes another row. Rows outlive the file.
create table watched_file (
  id bigint generated always as identity primary key,
  watched_folder_id bigint not null references watched_folder (id) on delete cascade,
  -- below the folder, with slashes
  path text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  -- by the clock of the share, ms
  modified_ms double precision not null,
  -- how the file lies there now, as far as is known
  is_current boolean not null default true,
  -- of this size and time since
  unchanged_since timestamptz not null default clock_timestamp(),
  -- whether its mark lies beside it
  is_marked boolean not null default false,
  state text not null default 'arriving' check (state in ('arriving', 'waiting', 'started', 'same_content', 'refused')),
  sha256 text,
  file_id bigint references file (id) on delete set null,
  batch_id bigint references batch (id) on delete set null,
  job_id bigint references job (id) on delete set null,
  -- why it cannot be read or was refused, or what it equals
  note text,
  found_at timestamptz not null default clock_timestamp(),
  taken_at timestamptz,
  check ((state = 'arriving') = (sha256 is null))
);
create unique index watched_file_current on watched_file (watched_folder_id, path) where is_current;
-- Each content once, whatever it is called and however many workers look.
create unique index watched_file_content on watched_file (watched_folder_id, sha256)
  where state in ('waiting', 'started', 'refused');
create index watched_file_open on watched_file (watched_folder_id, state) where state in ('arriving', 'waiting');
create index watched_file_list on watched_file (watched_folder_id, id desc);
create index watched_file_file on watched_file (file_id) where file_id is not null;
create index watched_file_batch on watched_file (batch_id) where batch_id is not null;
create index watched_file_job on watched_file (job_id) where job_id is not null;

-- Digests of files on shares that schedules read, so that an unchanged file is read once.
create table share_digest (
  share text not null,
  path text not null,
  size_bytes bigint not null,
  modified_ms double precision not null,
  sha256 text not null,
  primary key (share, path)
);

alter table schedule add column template_version int check (template_version > 0);
-- a sheet on a share whose rows are jobs: share, path, sheet, fields by heading, pipeline
alter table schedule add column sheet jsonb;
alter table schedule drop constraint schedule_check;
alter table schedule drop constraint schedule_check1;
alter table schedule add constraint schedule_target check (
  case when sheet is null then (design_id is null) <> (template_id is null)
  else design_id is null and (template_id is null) = (sheet ? 'pipeline') end);
alter table schedule add constraint schedule_inputs check (design_id is not null or sheet is not null or inputs is not null);
alter table schedule add constraint schedule_template_version check (template_version is null or template_id is not null);

-- cells, rows or files that a time left out
alter table occurrence add column left_out int not null default 0 check (left_out >= 0);
-- the first of them: where, and why
alter table occurrence add column left_out_notes jsonb not null default '[]';
