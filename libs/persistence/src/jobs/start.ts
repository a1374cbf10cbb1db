import type { BatchOptions, PlannedInputs } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { Fence } from './fence.js';

/** Everything a worker needs to run a job. */
export interface StartedJob {
  readonly fence: Fence;
  readonly batchId: string;
  readonly projectId: string;
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly params: Record<string, unknown>;
  readonly inputs: PlannedInputs;
  readonly seed: string;
  readonly attemptLimit: number;
  readonly options: BatchOptions;
}

interface StartedRow extends Omit<StartedJob, 'fence'> {
  readonly attempt: number;
}

/**
 * `queued → running`: opens the next attempt for this worker. Null when the job is not to be started (already taken,
 * cancelled, its batch paused), which is no error.
 * @param leaseMs the worker must renew the lease before this time is over
 */
export async function startJob(
  session: Session,
  jobId: string,
  workerId: string,
  leaseMs: number,
): Promise<StartedJob | null> {
  const [row] = await session.query<StartedRow>(
    `with started as (
       update job set state = 'running', attempt = job.attempt + 1, worker_id = $2, stage = null, progress = 0,
         lease_until = clock_timestamp() + $3 * interval '1 ms', started_at = clock_timestamp(), warnings = '[]'
       from batch where job.id = $1 and job.state = 'queued' and batch.id = job.batch_id and batch.state = 'running'
       returning job.id, job.attempt, job.batch_id, job.project_id, job.params, job.inputs, job.seed,
         job.attempt_limit, batch.pipeline_name, batch.pipeline_version, batch.options
     ), opened as (
       insert into attempt (job_id, number, worker_id) select id, attempt, $2 from started
     ), relaxed as (
       -- A start that a crash of the database undoes is repeated, and its writer is fenced off: no need to wait
       -- for the disk.
       select set_config('synchronous_commit', 'off', true)
     )
     select attempt, batch_id as "batchId", project_id as "projectId", params, inputs, seed,
       attempt_limit as "attemptLimit", pipeline_name as "pipelineName", pipeline_version as "pipelineVersion", options
     from started, relaxed`,
    [jobId, workerId, leaseMs],
  );
  if (row === undefined) return null;
  const { attempt, ...rest } = row;
  return { fence: { jobId, attempt, workerId }, ...rest };
}
