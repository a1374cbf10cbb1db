drop table bulk_action_entry, bulk_action;
alter table attempt drop column failure_kind, drop column exit_code;
alter table job drop column metadata, drop column input_bytes, drop column output_name, drop column chunk_count,
  drop column chunk_of, drop column chunk_index, drop column first_frame, drop column last_frame,
  drop column failure_kind, drop column failure_key, drop column exit_code;
drop index job_reused_from;
drop index batch_pipeline;
alter table batch drop column labels, drop column mode_reason, drop column metadata;
alter table worker drop column labels, drop column free_disk_bytes, drop column refusal;
alter table project drop column concurrency;
