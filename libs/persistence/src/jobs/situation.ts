/** What dispatch and its explanations look at: a row for each batch that has not ended, never the jobs themselves. */
import { type ActiveBatch, type DispatchSituation, emptyJobCounts, type JobCounts } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { readLivingWorkers } from '../workers/worker-store.js';

/** Where the project served last is kept. */
export const lastProjectKey = 'dispatch.last_project';

/** A living worker with a free slot starts what it heard of far sooner. */
export const staleAfterMs = 1_000;

interface BatchRow extends Omit<ActiveBatch, 'counts'> {
  readonly counts: Partial<JobCounts> | null;
  readonly projectLimit: number | null;
  readonly lastProjectId: string | null;
}

/** @param livingMs a worker that was heard of within this time counts as living */
export async function readSituation(session: Session, livingMs?: number): Promise<DispatchSituation> {
  const rows = await session.query<BatchRow>(
    `select b.id, b.project_id as "projectId", b.state, b.priority, b.concurrency, b.labels,
       extract(epoch from b.created_at)::float8 * 1000 as "createdAtMs",
       (select jsonb_object_agg(c.state, c.n) from batch_job_count c where c.batch_id = b.id) as counts,
       (select count(*)::int from job where job.batch_id = b.id and job.state = 'queued'
          and job.queued_at < clock_timestamp() - $2 * interval '1 ms') as "staleQueued",
       p.concurrency as "projectLimit",
       (select value #>> '{}' from instance_setting where key = $1) as "lastProjectId"
     from batch b join project p on p.id = b.project_id where b.finished_at is null order by b.id`,
    [lastProjectKey, staleAfterMs],
  );
  return {
    batches: rows.map(({ projectLimit, lastProjectId, ...batch }) => ({
      ...batch,
      counts: { ...emptyJobCounts(), ...batch.counts },
    })),
    workers: await readLivingWorkers(session, livingMs),
    projectLimits: new Map(
      rows.flatMap(({ projectId, projectLimit }) =>
        projectLimit === null ? [] : [[projectId, projectLimit] as const],
      ),
    ),
    lastProjectId: rows[0]?.lastProjectId ?? null,
  };
}
