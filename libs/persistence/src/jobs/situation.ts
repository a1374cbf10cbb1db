/** What dispatch and its explanations look at: a row for each batch that has not ended, never the jobs themselves. */
import { type ActiveBatch, type DispatchSituation, emptyJobCounts, type JobCounts } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { readLivingWorkers } from '../workers/worker-store.js';

/** Where the project served last is kept. */
export const lastProjectKey = 'dispatch.last_project';

/** @param livingMs a worker that was heard of within this time counts as living */
export async function readSituation(session: Session, livingMs?: number): Promise<DispatchSituation> {
  const batches = await readActiveBatches(session);
  const limits = await session.query<{ id: string; concurrency: number }>(
    'select id, concurrency from project where id = any($1) and concurrency is not null',
    [[...new Set(batches.map((batch) => batch.projectId))]],
  );
  const [last] = await session.query<{ id: string }>(
    `select value #>> '{}' as id from instance_setting where key = $1`,
    [lastProjectKey],
  );
  return {
    batches,
    workers: await readLivingWorkers(session, livingMs),
    projectLimits: new Map(limits.map(({ id, concurrency }) => [id, concurrency])),
    lastProjectId: last?.id ?? null,
  };
}

async function readActiveBatches(session: Session): Promise<ActiveBatch[]> {
  const rows = await session.query<Omit<ActiveBatch, 'counts'> & { counts: Partial<JobCounts> | null }>(
    `select b.id, b.project_id as "projectId", b.state, b.priority, b.concurrency, b.labels,
       extract(epoch from b.created_at)::float8 * 1000 as "createdAtMs",
       (select jsonb_object_agg(c.state, c.n) from batch_job_count c where c.batch_id = b.id) as counts
     from batch b where b.finished_at is null order by b.id`,
  );
  return rows.map((row) => ({ ...row, counts: { ...emptyJobCounts(), ...row.counts } }));
}
