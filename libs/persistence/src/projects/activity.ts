import { failedJobStates } from '@batchyard/domain';
import type { Session } from '../database/session.js';

export interface ActivityRecord {
  readonly projectId: string;
  readonly runningJobs: number;
  readonly waitingJobs: number;
  readonly activeBatches: number;
  /** Counted up to 1000. */
  readonly failedJobsLastDay: number;
}

/** From the counters of unfinished batches, and the failed jobs of batches that were under way in the last day. */
export async function readActivity(
  session: Session,
  projectIds: readonly string[],
): Promise<ActivityRecord[]> {
  return session.query<ActivityRecord>(
    `select p.id as "projectId", active.batches::int as "activeBatches", active.running::int as "runningJobs",
       active.waiting::int as "waitingJobs", failed.n::int as "failedJobsLastDay"
     from unnest($1::bigint[]) p (id),
       lateral (select count(distinct b.id) as batches,
           coalesce(sum(c.n) filter (where c.state = 'running'), 0) as running,
           coalesce(sum(c.n) filter (where c.state in ('waiting', 'queued', 'lost')), 0) as waiting
         from batch b left join batch_job_count_part c on c.batch_id = b.id
         where b.project_id = p.id and b.finished_at is null) active,
       lateral (select count(*) as n from (
           select 1 from batch b join job j on j.batch_id = b.id and j.state = any($2)
           where b.project_id = p.id and (b.finished_at is null or b.finished_at > clock_timestamp() - interval '1 day')
             and j.finished_at > clock_timestamp() - interval '1 day' limit 1000) f) failed`,
    [projectIds, failedJobStates],
  );
}
