-- Templates with files that all their jobs share, what a version was saved for, and templates nobody is offered any more.

alter table template add column archived_at timestamptz;

alter table template_version
  -- [{input, name, sha256, sizeBytes, mediaType}]; the contents stay in the storage while a version names them
  add column files jsonb not null default '[]',
  add column note text not null default '',
  -- the one that parameters were checked against; null: not recorded
  add column pipeline_version text;
create index template_version_files on template_version using gin (files jsonb_path_ops);
