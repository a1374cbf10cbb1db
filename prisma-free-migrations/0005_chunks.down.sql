drop index job_chunk_end;
drop index job_unmerged;
drop index job_dispatch;
create index job_dispatch on job (batch_id, priority desc, position) where state in ('waiting', 'lost');
alter table job drop column chunk_metrics;
delete from job_transition where from_state = 'waiting' and to_state = 'failed';
