/** Ends running jobs that are much worse than others, in batches whose design asks for it. */
import {
  type EarlyStopping,
  type MetricCourse,
  type MetricStep,
  type PoorJob,
  poorJobs,
} from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';
import type { Database, Session } from '../database/session.js';
import { cancelJobs } from '../jobs/verbs.js';

interface StoppingBatch {
  readonly id: string;
  readonly rule: EarlyStopping;
  readonly metrics: readonly MetricSpec[];
}

interface CourseRow extends Omit<MetricCourse, 'steps'> {
  readonly steps: readonly MetricStep[];
}

/** Earlier jobs of the batch that a running one may be compared with, by their places in the design. */
const placesBack = 2_000;
/** … of them on the same input, newest first. */
const comparedPerInput = 100;

export function earlyStoppingStore(database: Database) {
  /** Batch → what its running jobs had reported when they were last looked at. */
  const seen = new Map<string, string>();
  return {
    /**
     * Looks at all batches with a rule whose running jobs have reported something since, and cancels the poor jobs with
     * the reason. May be called by several workers at once.
     * @returns how many jobs were stopped
     */
    async stopPoorJobs(): Promise<number> {
      const batches = await stoppingBatches(database);
      const ids = new Set(batches.map(({ id }) => id));
      for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
      let stopped = 0;
      for (const batch of batches) {
        const progress = await progressOf(database, batch);
        if (progress === seen.get(batch.id)) continue;
        stopped += await stopIn(database, batch);
        seen.set(batch.id, progress);
      }
      return stopped;
    },
  };
}

function stoppingBatches(session: Session): Promise<StoppingBatch[]> {
  return session.query<StoppingBatch>(
    `select b.id, b.spec->'earlyStopping' as rule, p.definition->'metrics' as metrics
     from batch b join pipeline p on p.name = b.pipeline_name and p.version = b.pipeline_version
     where b.state = 'running' and b.spec ? 'earlyStopping'`,
  );
}

/** A text that changes when a running job reports a further step. */
async function progressOf(session: Session, { id, rule }: StoppingBatch): Promise<string> {
  const [row] = await session.query<{ progress: string | null }>(
    `select string_agg(j.id || '.' || j.attempt || ':' || s.step, ' ' order by j.id) as progress from job j
     cross join lateral (
       select step from job_metric_step where job_id = j.id and name = $2 and attempt = j.attempt order by step desc limit 1
     ) s
     where j.batch_id = $1 and j.state = 'running'`,
    [id, rule.metric],
  );
  return row?.progress ?? '';
}

async function stopIn(database: Database, batch: StoppingBatch): Promise<number> {
  const metric = batch.metrics.find(({ name }) => name === batch.rule.metric);
  if (metric === undefined) return 0;
  const courses = await readCourses(database, batch);
  const { direction, unit } = metric;
  const poor = poorJobs(courses, batch.rule, { direction: direction ?? 'minimize', unit });
  return poor.length === 0 ? 0 : database.transaction((session) => cancelPoor(session, poor));
}

/** Running jobs that have come far enough, and others before and beside them on the same inputs. */
function readCourses(session: Session, { id, rule }: StoppingBatch): Promise<CourseRow[]> {
  return session.query<CourseRow>(
    `with running as (
       select j.id, j.position, md5(j.inputs::text) as input_key from job j
       where j.batch_id = $1 and j.state = 'running' and j.chunk_of is null and exists (
         select from job_metric_step s
         where s.job_id = j.id and s.name = $2 and s.attempt = j.attempt and s.step >= $3)
     ), near as (
       select j.id, j.attempt, j.state, md5(j.inputs::text) as input_key,
         row_number() over (partition by j.inputs order by j.state = 'running' desc, j.position desc) as nth
       from job j
       where j.batch_id = $1 and j.chunk_of is null and j.state in ('running', 'succeeded', 'cancelled')
         and j.position between (select min(position) - ${placesBack} from running)
           and (select max(position) + ${placesBack} from running)
     )
     select near.id as "jobId", near.input_key as "inputKey", 
       case near.state when 'running' then 'running' when 'succeeded' then 'complete' else 'stopped' end as state,
       (select coalesce(json_agg(json_build_object('step', s.step, 'value', s.value) order by s.step), '[]')
        from job_metric_step s where s.job_id = near.id and s.name = $2 and s.attempt = near.attempt) as steps
     from near where nth <= ${comparedPerInput} and input_key in (select input_key from running)`,
    [id, rule.metric, rule.afterStep],
  );
}

/** Those that still run and that nobody else is ending. */
async function cancelPoor(session: Session, poor: readonly PoorJob[]): Promise<number> {
  const open = await session.query<{ id: string }>(
    `select id from job where id = any($1::bigint[]) and state = 'running' and cancel_requested_at is null
     order by id for no key update`,
    [poor.map(({ jobId }) => jobId)],
  );
  const cancelled = await cancelJobs(
    session,
    open.map(({ id }) => id),
  );
  const reasons = new Map(poor.map(({ jobId, reason }) => [jobId, reason]));
  const ids = cancelled.map(({ id }) => id);
  await session.query(
    `update job set cancel_reason = poor.reason from unnest($1::bigint[], $2::text[]) poor (id, reason)
     where job.id = poor.id`,
    [ids, ids.map((id) => reasons.get(id) ?? null)],
  );
  return cancelled.length;
}
