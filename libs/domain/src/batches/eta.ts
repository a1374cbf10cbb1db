/** When a batch will be done: remaining jobs × what a job takes ÷ jobs at once, with a range. */
import type { JobCounts } from '../jobs/state.js';
import { type BatchState, isFinalBatchState, unfinishedJobs } from './state.js';

/** Durations wanted before anything is estimated. */
const minSample = 3;

export interface EtaFacts {
  readonly state: BatchState;
  readonly counts: JobCounts;
  /** Durations in seconds of jobs that were computed; reused ones took no time and say nothing. */
  readonly durationsS: readonly number[];
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
export function estimateEta({ state, counts, durationsS }: EtaFacts): Eta | null {
  if (isFinalBatchState(state) || state === 'paused' || durationsS.length < minSample) return null;
  const unstarted = state === 'running' ? counts.waiting + counts.queued + counts.lost : 0;
  const rounds = (unstarted + counts.running / 2) / Math.max(1, counts.running);
  const sorted = [...durationsS].sort((a, b) => a - b);
  return {
    seconds: rounds * trimmedMean(sorted),
    low: rounds * quantile(sorted, 0.25),
    high: rounds * quantile(sorted, 0.75),
  };
}

/** For people: `about 14 min left (9–22)`, `estimating…`, `paused, 12 jobs to do`. */
export function etaText(facts: EtaFacts): string {
  const { state, counts } = facts;
  if (isFinalBatchState(state)) return 'finished';
  if (state === 'paused') return `paused, ${jobs(unfinishedJobs(counts))} to do`;
  if (state === 'cancelling') return `cancelling ${jobs(counts.running)}`;
  const eta = estimateEta(facts);
  if (eta === null) return 'estimating…';
  const [unit, secondsPerUnit] = unitOf(eta.seconds);
  const [middle, low, high] = [eta.seconds, eta.low, eta.high].map((value) => shown(value / secondsPerUnit));
  const range = low === high ? '' : ` (${low}–${high})`;
  return `about ${middle} ${unit} left${range}`;
}

function trimmedMean(sorted: readonly number[]): number {
  const cut = Math.floor(sorted.length / 10);
  const kept = sorted.slice(cut, sorted.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** Linear interpolation between the two nearest values (type 7, as R and NumPy do by default). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

function unitOf(seconds: number): [string, number] {
  if (seconds < 90) return ['s', 1];
  return seconds < 90 * 60 ? ['min', 60] : ['h', 3600];
}

const shown = (value: number) => String(value < 10 ? Number(value.toPrecision(2)) : Math.round(value));
const jobs = (n: number) => (n === 1 ? '1 job' : `${n} jobs`);
