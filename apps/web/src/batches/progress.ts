/** How far a batch is, in numbers and words. */
import { failedJobs, type JobCounts, unfinishedJobs } from '@batchyard/domain';
import { formatNumber } from '../formatting/numbers';
import { formatClockTime } from '../formatting/time';

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

export interface PaceFacts {
  readonly etaLowSeconds: number | null;
  readonly etaHighSeconds: number | null;
  readonly jobsPerHour: number | null;
}

/** `240 jobs per hour · done between 14:02 and 14:10`; empty while nothing is known. */
export function paceText({ etaLowSeconds, etaHighSeconds, jobsPerHour }: PaceFacts, nowMs: number): string {
  const at = (seconds: number) => formatClockTime(new Date(nowMs + seconds * 1000).toISOString(), nowMs);
  const isKnown = etaLowSeconds !== null && etaHighSeconds !== null;
  const [low, high] = isKnown ? [at(etaLowSeconds), at(etaHighSeconds)] : ['', ''];
  return [
    jobsPerHour === null || jobsPerHour <= 0
      ? ''
      : `${formatNumber(jobsPerHour, 3)} ${jobsPerHour === 1 ? 'job' : 'jobs'} per hour`,
    !isKnown ? '' : low === high ? `done about ${low}` : `done between ${low} and ${high}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
