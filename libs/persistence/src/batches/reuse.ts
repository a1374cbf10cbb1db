import type { Session } from '../database/session.js';

/**
 * A job, alias `j`, whose result can be taken over: it succeeded, or took over the result of one that did. Those count
 * as well, so that of a cell that was reused every night only the newest job is read.
 */
export const hasUsableResult = `(j.state = 'succeeded' or j.reused_from is not null)`;

/**
 * Jobs whose equal already succeeded in the project take over its result: numbers as copies, files by reference.
 * @param positions of the jobs looked at, first and last included
 * @returns how many
 */
export async function reuseEqualJobs(
  session: Session,
  batchId: string,
  positions: readonly [number, number],
): Promise<number> {
  const [count] = await session.query<{ n: number }>(
    `with equal as (
       select job.id, source.id as source_id, source.warnings from job cross join lateral (
         select coalesce(j.reused_from, j.id) as id, j.warnings from job_cell c join job j on j.id = c.job_id
         where c.project_id = job.project_id and c.cell_key = job.cell_key and ${hasUsableResult}
         order by c.job_id desc limit 1
       ) source where job.batch_id = $1 and job.position between $2 and $3 and job.state = 'waiting'
     ), reused as (
       update job set state = 'reused', reused_from = equal.source_id, warnings = equal.warnings, progress = 1,
         finished_at = clock_timestamp()
       from equal where job.id = equal.id returning job.id, job.project_id, job.batch_id, job.reused_from
     ), metrics as (
       insert into job_metric (job_id, name, value, project_id, batch_id)
       select reused.id, m.name, m.value, reused.project_id, reused.batch_id
       from reused join job_metric m on m.job_id = reused.reused_from
     )
     select count(*)::int as n from reused`,
    [batchId, ...positions],
  );
  return count?.n ?? 0;
}
