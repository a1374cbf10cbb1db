drop index template_version_files;
alter table template_version drop column pipeline_version, drop column note, drop column files;
alter table template drop column archived_at;
