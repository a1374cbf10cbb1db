/** How far a batch is, in numbers and words. */
import { failedJobs, type JobCounts, unfinishedJobs } from '@batchyard/domain';
import { formatNumber } from '../formatting/numbers';

export type CountsWithTotal = JobCounts & { readonly total: number };

/** Share of jobs that have ended, 0…1; an empty batch is done. */
export function doneFraction(counts: CountsWithTotal): number {
  return counts.total === 0 ? 1 : (counts.total - unfinishedJobs(counts)) / counts.total;
}

/** Whole percent; never 100 before the last job has ended. */
export function donePercent(counts: CountsWithTotal): number {
  return Math.floor(doneFraction(counts) * 100);
}

/** `21 of 27 · 1 failed · about 40 s left`; parts without news are left out. */
export function progressText(counts: CountsWithTotal, etaText: string): string {
  const done = counts.total - unfinishedJobs(counts);
  const failed = failedJobs(counts);
  return [
    `${formatNumber(done)} of ${formatNumber(counts.total)}`,
    counts.reused > 0 ? `${formatNumber(counts.reused)} reused` : '',
    failed > 0 ? `${formatNumber(failed)} failed` : '',
    unfinishedJobs(counts) > 0 ? etaText : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
