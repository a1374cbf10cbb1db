import type { BatchOptions, PlannedJob } from '@batchyard/domain';
import type { MetricDirection } from '@batchyard/pipelines';
import { toJson } from '../database/json.js';
import { onlyRow, type Session } from '../database/session.js';

/** A planned batch. */
export interface NewBatch {
  readonly projectId: string;
  readonly designId: string | null;
  readonly changesetId: string | null;
  readonly name: string;
  /** Already stored in `pipeline`, in this version. */
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  /** The design as it was run. */
  readonly spec: unknown;
  readonly options: BatchOptions;
  readonly objective: { readonly metric: string; readonly direction: MetricDirection };
  readonly createdBy: string | null;
  /** At least one. */
  readonly jobs: readonly PlannedJob[];
}

export interface CreatedBatch {
  readonly batchId: string;
  /** Jobs that took over an equal job's result and will not run. */
  readonly reusedJobs: number;
}

const jobsPerStatement = 2_000;

/** Writes a batch with all its jobs, `waiting` or `reused`. To be called in a transaction. */
export async function createBatch(session: Session, batch: NewBatch): Promise<CreatedBatch> {
  const batchId = await insertBatch(session, batch);
  for (let from = 0; from < batch.jobs.length; from += jobsPerStatement) {
    await insertJobs(session, batch, batchId, batch.jobs.slice(from, from + jobsPerStatement));
  }
  return { batchId, reusedJobs: batch.options.reuse ? await reuseEqualJobs(session, batchId) : 0 };
}

async function insertBatch(session: Session, batch: NewBatch): Promise<string> {
  const rows = await session.query<{ id: string }>(
    `insert into batch (project_id, design_id, changeset_id, name, pipeline_name, pipeline_version, spec, options,
       objective_metric, objective_direction, state, priority, concurrency, job_count, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'running', $11, $12, $13, $14) returning id`,
    [
      batch.projectId,
      batch.designId,
      batch.changesetId,
      batch.name,
      batch.pipelineName,
      batch.pipelineVersion,
      toJson(batch.spec),
      toJson(batch.options),
      batch.objective.metric,
      batch.objective.direction,
      batch.options.priority,
      batch.options.concurrency,
      batch.jobs.length,
      batch.createdBy,
    ],
  );
  return onlyRow(rows).id;
}

/** One jsonb parameter is the fastest way to many rows that does not leave the transaction. */
async function insertJobs(
  session: Session,
  batch: NewBatch,
  batchId: string,
  jobs: readonly PlannedJob[],
): Promise<void> {
  await session.query(
    `insert into job (project_id, batch_id, attempt_limit, position, label, cell_key, setting_key, setting, params,
       inputs, input_label, replicate, seed)
     select $1, $2, $3, (j->>'position')::int, j->>'label', j->>'cellKey', j->>'settingKey', j->'setting', j->'params',
       j->'inputs', j->>'inputLabel', (j->>'replicate')::int, j->>'seed'
     from jsonb_array_elements($4::jsonb) j`,
    [batch.projectId, batchId, batch.options.maxAttempts, toJson(jobs)],
  );
}

/** Jobs whose equal already succeeded in the project take over its result: numbers as copies, files by reference. */
async function reuseEqualJobs(session: Session, batchId: string): Promise<number> {
  const [count] = await session.query<{ n: number }>(
    `with equal as (
       select job.id, source.id as source_id, source.warnings from job cross join lateral (
         select id, warnings from job s
         where s.project_id = job.project_id and s.cell_key = job.cell_key and s.state = 'succeeded'
         order by s.id desc limit 1
       ) source where job.batch_id = $1 and job.state = 'waiting'
     ), reused as (
       update job set state = 'reused', reused_from = equal.source_id, warnings = equal.warnings, progress = 1,
         finished_at = clock_timestamp()
       from equal where job.id = equal.id returning job.id, job.project_id, job.reused_from
     ), metrics as (
       insert into job_metric (job_id, name, value, project_id)
       select reused.id, m.name, m.value, reused.project_id from reused join job_metric m on m.job_id = reused.reused_from
     )
     select count(*)::int as n from reused`,
    [batchId],
  );
  return count?.n ?? 0;
}

/** Which of these cells already have a result in the project: cell key → id of the newest job that succeeded. */
export async function findEqualJobs(
  session: Session,
  projectId: string,
  cellKeys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ cellKey: string; jobId: string }>(
    `select k as "cellKey", source.id as "jobId" from unnest($2::text[]) k cross join lateral (
       select id from job where project_id = $1 and cell_key = k and state = 'succeeded' order by id desc limit 1
     ) source`,
    [projectId, cellKeys],
  );
  return new Map(rows.map((row) => [row.cellKey, row.jobId]));
}
