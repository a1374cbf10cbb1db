/** When a batch will be done: remaining jobs × what a job takes ÷ jobs at once, with a range; and how fast it goes. */
import { durationUnit, shownNumber } from '../jobs/duration-text.js';
import type { JobCounts } from '../jobs/state.js';
import { quantile } from './estimate-model.js';
import { type BatchState, isFinalBatchState, totalJobs, unfinishedJobs } from './state.js';

/** Durations wanted before anything is estimated. */
const minSample = 3;
/** Below this many seconds a job is so short that the number running at one moment says little. */
const shortJobS = 5;
/** Newest ends that tell how many jobs run at once. */
const recentEnds = 20;

/** A job that was computed; a reused one took no time and says nothing. */
export interface FinishedJob {
  readonly durationS: number;
  /** Milliseconds since 1970. */
  readonly finishedAtMs: number;
}

export interface EtaFacts {
  readonly state: BatchState;
  readonly counts: JobCounts;
  /** Jobs that succeeded, in any order; a sample of late ones will do. */
  readonly finished: readonly FinishedJob[];
}

/** Seconds from now. */
export interface Eta {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Estimate from a trimmed mean of the durations (a tenth cut off at both ends), range from their quartiles.
 * A running job counts half: on average it is half done. Null while fewer than 3 jobs are done, or nothing starts.
 */
export function estimateEta({ state, counts, finished }: EtaFacts): Eta | null {
  if (isFinalBatchState(state) || state === 'paused' || finished.length < minSample) return null;
  const unstarted = state === 'running' ? counts.waiting + counts.queued + counts.lost : 0;
  const sorted = sortedDurations(finished);
  const typicalS = trimmedMean(sorted);
  const rounds = (unstarted + counts.running / 2) / jobsAtOnce(counts.running, typicalS, finished);
  const low = rounds * quantile(sorted, 0.25);
  const high = rounds * quantile(sorted, 0.75);
  // The mean of skewed durations may lie outside their quartiles.
  const seconds = Math.min(high, Math.max(low, rounds * typicalS));
  return { seconds, low, high };
}

/** Those that run now; for short jobs the number that ran on average, which is work done ÷ time passed, if that is more. */
function jobsAtOnce(running: number, typicalS: number, finished: readonly FinishedJob[]): number {
  if (typicalS >= shortJobS) return Math.max(1, running);
  const newest = [...finished].sort((a, b) => b.finishedAtMs - a.finishedAtMs).slice(0, recentEnds);
  const work = newest.reduce((sum, job) => sum + job.durationS, 0);
  const began = Math.min(...newest.map((job) => job.finishedAtMs / 1000 - job.durationS));
  const ended = Math.max(...newest.map((job) => job.finishedAtMs / 1000));
  const average = ended > began ? work / (ended - began) : 1;
  return Math.max(1, running, average);
}

/** For people: `about 14 min left (9–22)`, `estimating…`, `paused, 12 jobs to do`. */
export function etaText(facts: EtaFacts): string {
  const { state, counts } = facts;
  if (isFinalBatchState(state)) return 'finished';
  if (state === 'paused') return `paused, ${jobs(unfinishedJobs(counts))} to do`;
  if (state === 'cancelling') return `cancelling ${jobs(counts.running)}`;
  const eta = estimateEta(facts);
  if (eta === null) return 'estimating…';
  const [unit, secondsPerUnit] = durationUnit(eta.seconds);
  const [middle, low, high] = [eta.seconds, eta.low, eta.high].map((value) =>
    shownNumber(value / secondsPerUnit),
  );
  const range = low === high ? '' : ` (${low}–${high})`;
  return `about ${middle} ${unit} left${range}`;
}

/**
 * Successful jobs per hour over the sample: from its first end until now, or until its last end when the batch is over
 * or paused. Null with fewer than 3 jobs.
 */
export function jobsPerHour({ state, finished }: Omit<EtaFacts, 'counts'>, nowMs: number): number | null {
  if (finished.length < minSample) return null;
  const ends = finished.map((job) => job.finishedAtMs);
  const isOver = isFinalBatchState(state) || state === 'paused';
  const until = isOver ? Math.max(...ends) : Math.max(nowMs, ...ends);
  const hours = (until - Math.min(...ends)) / 3_600_000;
  // The first end opens the time that is measured and belongs to the time before.
  return hours > 0 ? (finished.length - 1) / hours : null;
}

/** Share of the jobs that have ended in percent, rounded down, so that 100 means all of them. */
export function percentDone(counts: JobCounts): number {
  const total = totalJobs(counts);
  return total === 0 ? 100 : Math.floor((100 * (total - unfinishedJobs(counts))) / total);
}

/** A running job that took longer is slow: 95 % of the finished ones took at most so many seconds. Null with fewer than 10. */
export function slowAfterS(finished: readonly FinishedJob[]): number | null {
  return finished.length < 10 ? null : quantile(sortedDurations(finished), 0.95);
}

/** Median of what a job took in seconds; null without any. */
export function typicalSeconds(finished: readonly FinishedJob[]): number | null {
  return finished.length === 0 ? null : quantile(sortedDurations(finished), 0.5);
}

const sortedDurations = (finished: readonly FinishedJob[]) =>
  finished.map((job) => job.durationS).sort((a, b) => a - b);

function trimmedMean(sorted: readonly number[]): number {
  const cut = Math.floor(sorted.length / 10);
  const kept = sorted.slice(cut, sorted.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

const jobs = (n: number) => (n === 1 ? '1 job' : `${n} jobs`);
