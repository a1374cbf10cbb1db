drop index batch_stopping_early;
alter table job drop column cancel_reason;
drop table job_metric_step;
drop index design_extends;
alter table design drop column extends_id;
drop index batch_proposing;
alter table batch drop constraint batch_proposals_check, drop column proposals_left;
