import { type DispatchSituation, slotsFor } from './situation.js';

/**
 * The batch whose jobs workers may start by themselves as slots get free, or null: the only one with jobs to start, so
 * that there is nothing to choose, and without a limit that could be exceeded.
 * @returns batch id
 */
export function openBatchOf({ batches, workers, projectLimits }: DispatchSituation): string | null {
  const hungry = batches.filter(
    ({ state, counts }) => state === 'running' && counts.waiting + counts.lost + counts.queued > 0,
  );
  const [only] = hungry;
  if (only === undefined || hungry.length > 1) return null;
  const limit = Math.min(
    only.concurrency ?? Number.POSITIVE_INFINITY,
    projectLimits.get(only.projectId) ?? Number.POSITIVE_INFINITY,
  );
  return limit >= slotsFor(workers, []) ? only.id : null;
}
