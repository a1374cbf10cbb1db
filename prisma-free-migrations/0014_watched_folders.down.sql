alter table occurrence drop column left_out_notes;
alter table occurrence drop column left_out;
-- Schedules of this release that the one before does not know.
delete from schedule where sheet is not null;
alter table schedule drop constraint schedule_template_version;
alter table schedule drop constraint schedule_inputs;
alter table schedule drop constraint schedule_target;
alter table schedule drop column sheet;
alter table schedule drop column template_version;
alter table schedule add check ((design_id is null) <> (template_id is null));
alter table schedule add check (design_id is not null or inputs is not null);
drop table share_digest;
drop table watched_file;
drop table watched_folder;
