import type { Database } from '../database/session.js';
import type { Fence } from './fence.js';

/** A job whose lease was renewed. */
export interface HeldJob {
  readonly jobId: string;
  readonly attempt: number;
  /** Somebody asked to cancel it. */
  readonly cancelRequested: boolean;
  /** False where its row was being changed just then, by its own end for one; its lease is as it was. */
  readonly isRenewed: boolean;
}

const isHeld = `job.id = asked.id and job.attempt = asked.attempt and job.worker_id = $1 and job.state = 'running'
  and job.lease_until > clock_timestamp()`;

/**
 * Renews the leases of a worker's running jobs. A job that is missing from the answer is no longer this worker's and
 * must be killed: a lease that has run out is never renewed. Waits for no other statement: many jobs of a worker are
 * started and ended together, in another order.
 */
export async function renewLeases(
  database: Database,
  workerId: string,
  fences: readonly Fence[],
  leaseMs: number,
): Promise<HeldJob[]> {
  if (fences.length === 0) return [];
  return database.query<HeldJob>(
    `with held as (
       select job.id, job.attempt, job.cancel_requested_at is not null as "cancelRequested"
       from job join unnest($2::bigint[], $3::int[]) asked (id, attempt) on ${isHeld}
     ), free as (
       select job.id from job join held asked on ${isHeld} for no key update of job skip locked
     ), renewed as (
       update job set lease_until = clock_timestamp() + $4 * interval '1 ms' from free where job.id = free.id
       returning job.id
     )
     select held.id as "jobId", held.attempt, "cancelRequested", renewed.id is not null as "isRenewed"
     from held left join renewed using (id)`,
    [workerId, fences.map((fence) => fence.jobId), fences.map((fence) => fence.attempt), leaseMs],
  );
}
