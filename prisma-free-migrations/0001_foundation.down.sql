drop table job_log, artifact, job_metric, job_stage, attempt, job, worker, batch_job_count_part, batch, design,
  template_version, template, pipeline, file, changeset_entry, changeset, project_member, project,
  access_token, sign_in_failure, session, sign_in_link, app_user, instance_setting, job_transition cascade;
drop function job_guard_transition(), job_inserted(), job_updated(), batch_changed();
