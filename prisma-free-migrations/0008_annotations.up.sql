-- Subjects with their frames, the words that a project uses for them, and what is said of both.

-- How many of what a change wrote, for people: {"assigned": 12, "failed": 1}.
alter table changeset add column counts jsonb not null default '{}';

-- Levels, kinds and terms of a project, as domain/annotations defines them; without a row the project has the defaults.
create table vocabulary (
  project_id bigint primary key references project (id) on delete cascade,
  revision int not null check (revision > 0),
  definition jsonb not null,
  changeset_id bigint not null references changeset (id) on delete cascade,
  updated_at timestamptz not null default clock_timestamp()
);
create index vocabulary_changeset on vocabulary (changeset_id);

-- Names sort by their bytes, so that pages by name go along the index, whatever the database's locale.
create table subject (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  parent_id bigint references subject (id) on delete cascade,
  level text not null,
  name text collate "C" not null check (name <> '' and length(name) <= 200),
  -- free facts
  metadata jsonb not null default '{}',
  -- kept by the writers of frames and annotations, in their transactions
  frame_count int not null default 0 check (frame_count >= 0),
  annotated_frames int not null default 0 check (annotated_frames >= 0),
  created_at timestamptz not null default clock_timestamp(),
  changeset_id bigint not null references changeset (id) on delete cascade,
  -- It exists no longer; what was said of it stays, so that this can be undone.
  removed_by bigint references changeset (id) on delete cascade
);
create unique index subject_name on subject (project_id, name) where removed_by is null;
create index subject_parent on subject (parent_id, name) where removed_by is null;
create index subject_level on subject (project_id, level, name) where removed_by is null;
create index subject_words on subject using gin (lower(name) gin_trgm_ops) where removed_by is null;
create index subject_changeset on subject (changeset_id);
create index subject_removed_by on subject (removed_by) where removed_by is not null;

create table frame (
  subject_id bigint not null references subject (id) on delete cascade,
  number int not null check (number >= 0),
  name text not null check (name <> '' and length(name) <= 255),
  -- its image, when it has one
  file_id bigint references file (id) on delete set null,
  artifact_id bigint references artifact (id) on delete set null,
  primary key (subject_id, number),
  check (file_id is null or artifact_id is null)
);
create index frame_file on frame (file_id) where file_id is not null;
create index frame_artifact on frame (artifact_id) where artifact_id is not null;

-- Landmarks that were set by hand; others follow from annotations.
create table landmark (
  subject_id bigint not null references subject (id) on delete cascade,
  name text not null check (name <> ''),
  frame_number int not null,
  changeset_id bigint not null references changeset (id) on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  primary key (subject_id, name)
);
create index landmark_changeset on landmark (changeset_id);

-- Who annotates in a project: a person, a person who imports, or a version of a pipeline.
create table annotator (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  kind text not null check (kind in ('person', 'import', 'pipeline')),
  user_id bigint references app_user (id) on delete set null,
  pipeline_name text,
  pipeline_version text,
  created_at timestamptz not null default clock_timestamp(),
  check ((kind = 'pipeline') = (pipeline_name is not null) and (pipeline_name is null) = (pipeline_version is null)),
  check (kind <> 'pipeline' or user_id is null)
);
create unique index annotator_user on annotator (project_id, user_id, kind) where user_id is not null;
create unique index annotator_pipeline on annotator (project_id, pipeline_name, pipeline_version)
  where pipeline_name is not null;
create index annotator_of_user on annotator (user_id) where user_id is not null;

-- One statement. It is never changed: a change ends it and adds others.
create table annotation (
  id bigint generated always as identity primary key,
  project_id bigint not null,
  subject_id bigint not null references subject (id) on delete cascade,
  kind text not null,
  value text not null,
  -- Frame numbers; runs of frames that follow each other are one range, from the first to after the last. Null: the
  -- subject itself.
  frames int4multirange check (not isempty(frames)),
  confidence double precision check (confidence between 0 and 1),
  severity text check (severity in ('info', 'warning', 'error', 'critical')),
  note text,
  -- what else is known: confirmed, zygosity, the measured value …
  detail jsonb not null default '{}',
  annotator_id bigint not null references annotator (id) on delete cascade,
  -- the result that it was made on
  job_id bigint references job (id) on delete set null,
  artifact_path text,
  artifact_sha256 text check (artifact_sha256 ~ '^[0-9a-f]{64}$'),
  -- of the statement: what is left of one that was cut keeps its time
  created_at timestamptz not null default clock_timestamp(),
  changeset_id bigint not null references changeset (id) on delete cascade,
  ended_by bigint references changeset (id) on delete cascade,
  ended_at timestamptz,
  check ((ended_by is null) = (ended_at is null)),
  check ((artifact_path is null) = (artifact_sha256 is null))
);
create index annotation_current on annotation (subject_id) where ended_by is null;
create index annotation_history on annotation (subject_id) where ended_by is not null;
create index annotation_value on annotation (project_id, kind, value, subject_id) where ended_by is null;
create index annotation_annotator on annotation (annotator_id);
create index annotation_changeset on annotation (changeset_id);
create index annotation_ended_by on annotation (ended_by) where ended_by is not null;
create index annotation_job on annotation (job_id) where job_id is not null;

-- Statements that were ended and became current again when that was undone.
create table annotation_restoration (
  changeset_id bigint not null references changeset (id) on delete cascade,
  annotation_id bigint not null references annotation (id) on delete cascade,
  -- what had ended it
  ended_by bigint not null references changeset (id) on delete cascade,
  ended_at timestamptz not null,
  primary key (changeset_id, annotation_id)
);
create index annotation_restoration_annotation on annotation_restoration (annotation_id);
create index annotation_restoration_ended_by on annotation_restoration (ended_by);
