-- Sheets on their way in: what was uploaded, how it is read, and each of its rows, until it is committed or forgotten.

create table import_draft (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  -- A draft is its maker's alone until it is committed.
  user_id bigint not null references app_user (id) on delete cascade,
  kind text not null check (kind in ('batch', 'design', 'annotations', 'subjects')),
  -- what the rows are for, by kind: {"pipeline": "river-discharge", "templateId": "3"}
  target jsonb not null default '{}',
  file_name text not null check (file_name <> ''),
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null default 'reading' check (state in ('reading', 'ready', 'failed', 'committed')),
  -- why it failed
  problem jsonb,
  -- what the file is: {format, encoding, delimiter, sheets: [{name, isHidden}]}
  file jsonb,
  -- what people chose or was guessed: {sheet, headerRow, encoding, delimiter, decimal, dateOrder, accepted}, with reasons
  settings jsonb not null default '{}',
  -- headings with the fields they fill, by column
  columns jsonb not null default '[]',
  -- rows above the data, as far as they are shown
  head jsonb not null default '[]',
  row_count int not null default 0 check (row_count >= 0),
  -- rows by status
  counts jsonb not null default '{}',
  changeset_id bigint references changeset (id) on delete set null,
  -- what the commit did
  result jsonb,
  created_at timestamptz not null default clock_timestamp(),
  touched_at timestamptz not null default clock_timestamp(),
  check ((state = 'failed') = (problem is not null)),
  check ((state = 'committed') = (result is not null))
);
create index import_draft_project on import_draft (project_id, user_id, id desc);
create index import_draft_content on import_draft (sha256);
create index import_draft_touched on import_draft (touched_at) where state <> 'committed';
create index import_draft_changeset on import_draft (changeset_id) where changeset_id is not null;

create table import_row (
  draft_id bigint not null references import_draft (id) on delete cascade,
  -- as the spreadsheet counts, from 1
  number int not null check (number > 0),
  -- by column, as read
  cells jsonb not null,
  -- by column: what people put there instead
  edits jsonb not null default '{}',
  -- by field: whose value of a conflict is taken
  decisions jsonb not null default '{}',
  status text not null default 'new'
    check (status in ('error', 'warning', 'new', 'changed', 'unchanged', 'conflict', 'gone')),
  problems jsonb not null default '[]',
  -- cells that differ from what the project has
  changes jsonb not null default '[]',
  primary key (draft_id, number)
);
create index import_row_status on import_row (draft_id, status, number);

-- How sheets of equal headings were understood, so that it need not be said again.
create table import_mapping (
  project_id bigint not null references project (id) on delete cascade,
  kind text not null check (kind in ('batch', 'design', 'annotations', 'subjects')),
  fingerprint text not null,
  -- fields by heading
  fields jsonb not null,
  settings jsonb not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (project_id, kind, fingerprint)
);
