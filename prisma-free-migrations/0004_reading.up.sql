-- Reading at any size: each index and table here serves one list, named beside it, and costs its writers little.

-- Jobs of a project or a batch that failed in one way. Partial: only failures pay for them.
create index job_project_failure on job (project_id, failure_key, id desc) where failure_key is not null;
create index job_project_failure_kind on job (project_id, failure_kind, id desc) where failure_kind is not null;
create index job_batch_failure_kind on job (batch_id, failure_kind, position) where failure_kind is not null;

-- Batches of a project in some states.
create index batch_project_state on batch (project_id, state, id desc);

-- Jobs of one batch ordered by a metric; job_metric_value does it for a project.
alter table job_metric add column batch_id bigint;
update job_metric m set batch_id = j.batch_id from job j where j.id = m.job_id;
alter table job_metric alter column batch_id set not null;
create index job_metric_batch_value on job_metric (batch_id, name, value, job_id);

create function job_metric_batch() returns trigger language plpgsql as $$
begin
  select batch_id into new.batch_id from job where id = new.job_id;
  return new;
end $$;
-- For writers that do not say the batch; the others pay nothing.
create trigger job_metric_batch before insert on job_metric
  for each row when (new.batch_id is null) execute function job_metric_batch();

-- Jobs by part of their label. An index on the labels themselves would be written at every change of a job's state, so
-- the words of up to 250 neighbouring jobs of a batch are kept once, when they are created: a search finds the blocks
-- that hold all its words, then looks at their jobs.
create extension if not exists pg_trgm;
create table job_search_block (
  batch_id bigint not null references batch (id) on delete cascade,
  first_position int not null,
  -- included
  last_position int not null,
  project_id bigint not null,
  -- distinct words of the labels, in lower case, separated by spaces
  words text not null,
  primary key (batch_id, first_position),
  check (first_position <= last_position)
);
create index job_search_block_newest on job_search_block (project_id, batch_id desc, first_position desc);
create index job_search_block_words on job_search_block using gin (words gin_trgm_ops);
insert into job_search_block (batch_id, first_position, last_position, project_id, words)
  select j.batch_id, min(j.position), max(j.position), min(j.project_id), string_agg(distinct w.word, ' ')
  from job j cross join lateral string_to_table(lower(j.label), ' ') w (word)
  group by j.batch_id, j.position / 250;
