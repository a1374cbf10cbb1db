/** SQL that writes the stages of attempts. */

/**
 * @param target relation of jobs with `id` and `attempt`
 * @param stages expression for their stages, a list of `RecordedStage` as JSON
 */
export const insertStages = (target: string, stages: string) => `
  insert into job_stage (job_id, attempt, position, name, state, started_at, duration_ms)
  select ${target}.id, ${target}.attempt, s.position, s.name, s.state, s."startedAt", s."durationMs" from ${target},
    jsonb_to_recordset(${stages}) s (position int, name text, state text, "startedAt" timestamptz, "durationMs" float8)`;

/** To follow it where stages may have been told before. */
export const overStagesToldBefore =
  'on conflict (job_id, attempt, position) do update set state = excluded.state, duration_ms = excluded.duration_ms';
