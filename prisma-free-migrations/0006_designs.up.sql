-- Designs that grow: settings chosen as results come, designs that extend others, and metrics while a job still runs.

alter table batch
  -- jobs of an adaptive design whose settings are not chosen yet; the batch cannot end before they are
  add column proposals_left int not null default 0 check (proposals_left >= 0),
  add constraint batch_proposals_check check (proposals_left = 0 or state in ('running', 'paused'));
create index batch_proposing on batch (id) where proposals_left > 0;

-- the design whose cells this one has as well
alter table design add column extends_id bigint references design (id) on delete set null;
create index design_extends on design (extends_id) where extends_id is not null;

-- What a job reported of its metrics on the way; each step once, of the newest attempt that reached it.
create table job_metric_step (
  job_id bigint not null references job (id) on delete cascade,
  attempt int not null check (attempt > 0),
  name text not null,
  step int not null check (step >= 0),
  value double precision not null check (value not in ('NaN', 'Infinity', '-Infinity')),
  primary key (job_id, name, step)
);

-- Why the system itself cancelled a job; null where a person did.
alter table job add column cancel_reason text;
create index batch_stopping_early on batch (id) where state = 'running' and spec ? 'earlyStopping';
