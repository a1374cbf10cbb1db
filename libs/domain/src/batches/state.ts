/** The states of a batch, its four verbs, and the outcome that follows from its jobs. */
import { failedJobStates, type JobCounts, jobStates, resultJobStates } from '../jobs/state.js';

export const batchStates = [
  'running',
  'paused',
  'stopping',
  'cancelling',
  'succeeded',
  'completed_with_errors',
  'failed',
  'stopped',
  'cancelled',
] as const;
export type BatchState = (typeof batchStates)[number];

export const finalBatchStates = [
  'succeeded',
  'completed_with_errors',
  'failed',
  'stopped',
  'cancelled',
] as const satisfies readonly BatchState[];
export type FinalBatchState = (typeof finalBatchStates)[number];

export type BatchVerb = 'pause' | 'resume' | 'stop' | 'cancel' | 'retry_failed';

/** One line each, shown wherever the verb is offered. */
export const batchVerbMeanings: Readonly<Record<BatchVerb, string>> = {
  pause: 'Start nothing new; running jobs finish.',
  resume: 'Start waiting jobs again.',
  stop: 'Start nothing new and end when running jobs have finished; the rest is skipped.',
  cancel: 'Kill running jobs now and cancel the rest.',
  retry_failed: 'Run every failed, timed out, cancelled or skipped job again.',
};

const allowedFrom: Readonly<Record<BatchVerb, readonly BatchState[]>> = {
  pause: ['running'],
  resume: ['paused'],
  stop: ['running', 'paused'],
  cancel: ['running', 'paused', 'stopping'],
  retry_failed: ['running', 'paused', ...finalBatchStates],
};

export function batchVerbAllowed(verb: BatchVerb, state: BatchState): boolean {
  return allowedFrom[verb].includes(state);
}

export function isFinalBatchState(state: BatchState): state is FinalBatchState {
  return (finalBatchStates as readonly BatchState[]).includes(state);
}

/** Jobs that may still change by themselves. */
export function unfinishedJobs(counts: JobCounts): number {
  return counts.waiting + counts.queued + counts.running + counts.lost;
}

export function totalJobs(counts: JobCounts): number {
  return jobStates.reduce((sum, state) => sum + counts[state], 0);
}

export function failedJobs(counts: JobCounts): number {
  return failedJobStates.reduce((sum, state) => sum + counts[state], 0);
}

export function jobsWithResult(counts: JobCounts): number {
  return resultJobStates.reduce((sum, state) => sum + counts[state], 0);
}

/**
 * The final state of a batch whose jobs have all ended.
 * @param state the batch's state before: a stop or a cancel decides the outcome's name
 * @param asAsked cancelled and skipped jobs that are no errors: those that the batch itself stopped early, as its
 *   design asks for, and those that had nothing to do
 */
export function batchOutcome(state: BatchState, counts: JobCounts, asAsked: number): FinalBatchState {
  if (state === 'cancelling' || state === 'cancelled') return 'cancelled';
  if (state === 'stopping' || state === 'stopped') return 'stopped';
  if (failedJobs(counts) + counts.cancelled + counts.skipped === asAsked) return 'succeeded';
  return jobsWithResult(counts) > 0 ? 'completed_with_errors' : 'failed';
}
