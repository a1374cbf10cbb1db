-- What happened that somebody may want to hear of, to whom it was told, and what each night of a schedule was like.

-- Whom a project tells: addresses for mail, or one webhook.
create table notification_receiver (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  kind text not null check (kind in ('mail', 'webhook')),
  name text not null check (name <> ''),
  -- kinds of events that it hears of
  events text[] not null,
  addresses text[] not null default '{}',
  url text,
  -- signs what is sent; encrypted as values of `secret` are
  sealed_secret bytea,
  is_active boolean not null default true,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  unique (project_id, name),
  check ((kind = 'webhook') = (url is not null)),
  check ((kind = 'webhook') = (sealed_secret is not null)),
  check ((kind = 'mail') = (cardinality(addresses) > 0))
);

-- Of what a person wants mail; without a row: the defaults.
create table notification_preference (
  user_id bigint primary key references app_user (id) on delete cascade,
  events text[] not null
);

-- Written by the triggers below in the transaction of the change itself, so that none is lost and none is told that
-- did not happen.
create table notification_event (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id) on delete cascade,
  kind text not null check (kind in ('batch_finished', 'batch_failed', 'batch_paused', 'schedule_missed', 'digest')),
  batch_id bigint references batch (id) on delete cascade,
  schedule_id bigint references schedule (id) on delete cascade,
  -- whom it concerns
  user_id bigint references app_user (id) on delete set null,
  -- as things were then
  facts jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  -- when it was handed on to everybody who wants to hear of it
  spread_at timestamptz
);
create index notification_event_unspread on notification_event (id) where spread_at is null;
create index notification_event_batch on notification_event (batch_id) where batch_id is not null;
create index notification_event_schedule on notification_event (schedule_id) where schedule_id is not null;

-- One mail or one call of a webhook.
create table notification_delivery (
  id bigint generated always as identity primary key,
  -- the same at every try: receivers tell by it what they have had already
  key uuid not null default gen_random_uuid(),
  receiver_id bigint references notification_receiver (id) on delete cascade,
  user_id bigint references app_user (id) on delete cascade,
  kind text not null check (kind in ('events', 'test')),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  -- a mail that more events may still join
  is_open boolean not null default false,
  -- not sent before this time
  available_at timestamptz not null default clock_timestamp(),
  -- until then the worker that took it may be sending it
  lease_until timestamptz,
  attempts int not null default 0 check (attempts >= 0),
  subject text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  check ((receiver_id is null) <> (user_id is null)),
  check ((finished_at is null) = (state = 'waiting')),
  check (not is_open or state = 'waiting')
);
create unique index notification_delivery_open on notification_delivery (receiver_id, user_id) nulls not distinct
  where is_open;
create index notification_delivery_due on notification_delivery (available_at) where state = 'waiting';
create index notification_delivery_receiver on notification_delivery (receiver_id, id desc) where receiver_id is not null;
create index notification_delivery_user on notification_delivery (user_id, id desc) where user_id is not null;

create table notification_delivery_event (
  delivery_id bigint not null references notification_delivery (id) on delete cascade,
  event_id bigint not null references notification_event (id) on delete cascade,
  primary key (delivery_id, event_id)
);
create index notification_delivery_event_event on notification_delivery_event (event_id);

-- One try of a delivery.
create table notification_attempt (
  delivery_id bigint not null references notification_delivery (id) on delete cascade,
  number int not null check (number > 0),
  started_at timestamptz not null,
  duration_ms double precision not null check (duration_ms >= 0),
  -- of HTTP, or of SMTP
  status int,
  -- the first of what the receiver answered
  response_head text,
  error text,
  primary key (delivery_id, number)
);

create function batch_tells() returns trigger language plpgsql as $$
begin
  insert into notification_event (project_id, kind, batch_id, schedule_id, user_id, facts)
  values (
    new.project_id,
    case
      when new.state = 'paused' then 'batch_paused'
      when new.state in ('failed', 'completed_with_errors') or (new.state = 'stopped' and new.state_reason is not null)
        then 'batch_failed'
      else 'batch_finished'
    end,
    new.id,
    (select o.schedule_id from occurrence o where o.batch_id = new.id limit 1),
    new.created_by,
    jsonb_build_object('name', new.name, 'state', new.state, 'reason', new.state_reason, 'pipeline', new.pipeline_name,
      'pipelineVersion', new.pipeline_version, 'jobCount', new.job_count)
  );
  return null;
end $$;
create trigger batch_tells after update of state on batch
  for each row when (old.state is distinct from new.state and (
    (new.finished_at is not null and old.finished_at is null)
    or (new.state = 'paused' and new.state_reason is not null)))
  execute function batch_tells();

-- One event for all times that are entered at once.
create function occurrences_tell() returns trigger language plpgsql as $$
begin
  insert into notification_event (project_id, kind, schedule_id, user_id, facts)
    select s.project_id, 'schedule_missed', s.id, s.created_by, jsonb_build_object('name', s.name, 'what', 'missed',
        'times', count(*), 'runAfterwards', count(*) filter (where o.story = 'missed_run'),
        'firstDueAt', min(o.due_at), 'lastDueAt', max(o.due_at), 'zone', s.zone)
    from new_rows o join schedule s on s.id = o.schedule_id
    where o.story in ('missed_run', 'missed_skipped', 'coalesced') and o.backfill_id is null
    group by s.id;
  return null;
end $$;
create trigger occurrences_tell after insert on occurrence referencing new table as new_rows
  for each statement execute function occurrences_tell();

create function occurrence_tells() returns trigger language plpgsql as $$
begin
  insert into notification_event (project_id, kind, schedule_id, user_id, facts)
    select s.project_id, 'schedule_missed', s.id, s.created_by, jsonb_build_object('name', s.name, 'what', 'not_started',
        'times', 1, 'firstDueAt', new.due_at, 'lastDueAt', new.due_at, 'reason', new.reason, 'zone', s.zone)
    from schedule s where s.id = new.schedule_id;
  return null;
end $$;
create trigger occurrence_tells after update of state on occurrence
  for each row when (old.state = 'waiting' and new.state = 'failed' and new.backfill_id is null)
  execute function occurrence_tells();

create function schedule_tells() returns trigger language plpgsql as $$
begin
  insert into notification_event (project_id, kind, schedule_id, user_id, facts)
  values (new.project_id, 'schedule_missed', new.id, new.created_by,
    jsonb_build_object('name', new.name, 'what', 'paused', 'reason', new.pause_reason, 'zone', new.zone));
  return null;
end $$;
create trigger schedule_tells after update of is_paused on schedule
  for each row when (new.is_paused and not old.is_paused and new.pause_reason is not null)
  execute function schedule_tells();

-- What a schedule did from one noon to the next in its zone.
create table schedule_night (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedule (id) on delete cascade,
  -- the day on which it ends
  night date not null,
  ends_at timestamptz not null,
  -- all its batches succeeded and no metric was outside its band
  is_good boolean not null,
  word text not null check (word in ('silent', 'report', 'alive')),
  -- what ran, what of it is notable, and what changed since the last good night
  digest jsonb not null,
  -- with what it ran: pipeline, parameters, packages, inputs, hosts
  provenance jsonb not null,
  made_at timestamptz not null default clock_timestamp(),
  unique (schedule_id, night)
);

create table schedule_night_metric (
  night_id bigint not null references schedule_night (id) on delete cascade,
  name text not null,
  -- nights that may be compared share it: pipeline, its major version, and inputs
  comparable text not null,
  -- median over the results of the night
  value double precision not null check (value not in ('NaN', 'Infinity', '-Infinity')),
  results int not null check (results > 0),
  unit text not null,
  -- the band of earlier comparable nights; null: there were too few
  low double precision,
  median double precision,
  high double precision,
  nights int not null check (nights >= 0),
  place text not null check (place in ('unknown', 'inside', 'below', 'above')),
  primary key (night_id, name)
);

-- With what a worker's programs run, as looked up while it is alive.
create table worker_environment (
  worker_id text primary key references worker (id) on delete cascade,
  -- versions by name of the package, for example {"python/numpy": "2.4.1"}
  packages jsonb not null,
  taken_at timestamptz not null default clock_timestamp()
);
