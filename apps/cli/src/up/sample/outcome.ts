/** How the sample sweep ended, in one line. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isFinalBatchState, jobsWithResult, totalJobs } from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';
import { settingText } from '../../sweep/best-table.js';
import { formatMetric } from '../../terminal/format.js';
import type { Administrator } from '../administrator.js';
import type { Sample } from './project.js';

const pollIntervalMs = 1_000;

/**
 * Waits until the sample sweep has ended.
 * @returns one line: the best setting with its value and unit, or how the sweep ended without one; null when aborted
 */
export async function sampleOutcome(
  persistence: Persistence,
  administrator: Administrator,
  { batchId }: Sample,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    const { state } = await persistence.batchLists.find(administrator, batchId);
    if (isFinalBatchState(state)) return describeOutcome(persistence, administrator, batchId, state);
    await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function describeOutcome(
  persistence: Persistence,
  administrator: Administrator,
  batchId: string,
  state: string,
): Promise<string> {
  const request = { batchIds: [batchId], metric: null, direction: null, baselineKey: null };
  const { comparison } = await persistence.comparison.compare(administrator, request);
  const counts = (await persistence.batchLists.counts([batchId])).get(batchId);
  const jobs = counts ? `${jobsWithResult(counts)} of ${totalJobs(counts)} jobs` : '';
  const [best] = comparison.settings;
  const value = best?.metrics[comparison.metric.name];
  if (!best || !value || best.rank !== 1)
    return `The sample sweep ended without a result: ${state}, ${jobs}.`;
  const { metric } = comparison;
  return `Best setting: ${settingText(best.values)} (${metric.title.toLowerCase()} ${formatMetric(value.mean, metric)}, ${jobs})`;
}
