-- The newest file of a name is asked for by uploads, designs, sheets and schedules.
create index file_name on file (project_id, name, id desc);
