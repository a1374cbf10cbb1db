import type { Database } from '../database/session.js';
import type { Fence } from './fence.js';

/** A job whose lease was renewed. */
export interface HeldJob {
  readonly jobId: string;
  readonly attempt: number;
  /** Somebody asked to cancel it. */
  readonly cancelRequested: boolean;
}

/**
 * Renews the leases of a worker's running jobs. A job that is missing from the answer is no longer this worker's and
 * must be killed: a lease that has run out is never renewed.
 */
export async function renewLeases(
  database: Database,
  workerId: string,
  fences: readonly Fence[],
  leaseMs: number,
): Promise<HeldJob[]> {
  if (fences.length === 0) return [];
  return database.query<HeldJob>(
    `update job set lease_until = clock_timestamp() + $4 * interval '1 ms'
     from unnest($2::bigint[], $3::int[]) held (id, attempt)
     where job.id = held.id and job.attempt = held.attempt and job.worker_id = $1 and job.state = 'running'
       and job.lease_until > clock_timestamp()
     returning job.id as "jobId", job.attempt, job.cancel_requested_at is not null as "cancelRequested"`,
    [workerId, fences.map((fence) => fence.jobId), fences.map((fence) => fence.attempt), leaseMs],
  );
}
