/**
 * One worker's hold on one attempt. Every write about a running job names it and changes nothing unless that very
 * attempt is still running, by that worker, with a lease that has not run out by the database's clock: whoever was
 * presumed dead cannot write any more.
 */
export interface Fence {
  readonly jobId: string;
  readonly attempt: number;
  readonly workerId: string;
}

/** For SQL whose first three parameters are `fenceParameters(fence)` and that updates table `job`. */
export const fenceHolds = `job.id = $1 and job.attempt = $2 and job.worker_id = $3 and job.state = 'running'
  and job.lease_until > clock_timestamp()`;

export function fenceParameters(fence: Fence): unknown[] {
  return [fence.jobId, fence.attempt, fence.workerId];
}

/** Columns of a job that waits for its next attempt. */
export const columnsOfWaiting = `state = 'waiting', worker_id = null, lease_until = null, cancel_requested_at = null,
  stage = null, progress = 0, queued_at = null, started_at = null, finished_at = null`;

/** Of one whose attempt does not count against the limit. */
export const columnsOfHandedBack = `${columnsOfWaiting}, attempt_limit = job.attempt_limit + 1`;

/** Ends the attempts of handed back jobs `target (id, attempt)`. */
export const closeHandedBack = `
  update attempt set ended_at = clock_timestamp(), outcome = 'handed_back'
  from target where job_id = target.id and number = target.attempt`;

/** Columns of a job that was ended from outside before or between its attempts. */
export const columnsOfEnded = 'worker_id = null, lease_until = null, finished_at = clock_timestamp()';
