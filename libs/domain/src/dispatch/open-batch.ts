import type { DispatchSituation } from './situation.js';

/**
 * The batch whose jobs workers may start by themselves as slots get free, or null: the only one with jobs to start, so
 * that there is nothing to choose, and without a limit of its own or its project. A limit could be exceeded even where
 * workers have fewer slots: a worker may join, and a slot's next job may start before its last one is recorded as ended.
 * @returns batch id
 */
export function openBatchOf({
  batches,
  projectLimits,
}: Pick<DispatchSituation, 'batches' | 'projectLimits'>): string | null {
  const hungry = batches.filter(
    ({ state, counts }) => state === 'running' && counts.waiting + counts.lost + counts.queued > 0,
  );
  const [only] = hungry;
  if (only === undefined || hungry.length > 1) return null;
  return only.concurrency === null && !projectLimits.has(only.projectId) ? only.id : null;
}
