drop table job_search_block;
drop extension pg_trgm;
drop trigger job_metric_batch on job_metric;
drop function job_metric_batch;
alter table job_metric drop column batch_id;
drop index batch_project_state;
drop index job_batch_failure_kind, job_project_failure_kind, job_project_failure;
