/** One sentence on a job: why it is in its state, and what the system or a person can do next. */
import { type BatchState, isFinalBatchState } from '../batches/state.js';
import type { JobState } from './state.js';

/** What the sentence is made from; times in milliseconds since 1970. */
export interface JobFacts {
  readonly state: JobState;
  readonly attempt: number;
  readonly attemptLimit: number;
  readonly stage: string | null;
  /** 0…1 */
  readonly progress: number;
  readonly workerId: string | null;
  /** A waiting job does not start before this time. */
  readonly availableAtMs: number;
  /** A running job whose worker is silent until then counts as lost. */
  readonly leaseUntilMs: number | null;
  readonly isCancelRequested: boolean;
  readonly errorMessage: string | null;
  readonly reusedFromId: string | null;
  readonly batchState: BatchState;
  readonly timeoutS: number | null;
  readonly memoryLimitMb: number | null;
}

/** @param nowMs the clock that the facts' times come from */
export function explainJob(facts: JobFacts, nowMs: number): string {
  switch (facts.state) {
    case 'waiting':
      return explainWaiting(facts, nowMs);
    case 'queued':
      return facts.batchState === 'paused'
        ? 'Its batch is paused; it starts after the batch is resumed.'
        : 'It is next in line and starts as soon as a worker takes it.';
    case 'running':
      return explainRunning(facts, nowMs);
    case 'lost':
      return `Its worker stopped answering during ${attemptOf(facts)}; it is handed to another worker.`;
    case 'succeeded':
      return facts.attempt > 1 ? `It succeeded in ${attemptOf(facts)}.` : 'It succeeded.';
    case 'reused':
      return `An equal job${facts.reusedFromId === null ? '' : `, job ${facts.reusedFromId},`} had succeeded; its result was taken over and nothing was computed.`;
    case 'cancelled':
      return 'It was cancelled. Retry it to run it again.';
    case 'skipped':
      return 'It was never started, because its batch was stopped. Retry it to run it.';
    case 'failed':
    case 'timed_out':
    case 'out_of_memory':
      return explainFailure(facts);
  }
}

function explainWaiting(facts: JobFacts, nowMs: number): string {
  if (facts.batchState === 'paused') return 'Its batch is paused; it starts after the batch is resumed.';
  const delayS = Math.ceil((facts.availableAtMs - nowMs) / 1000);
  if (facts.attempt > 0 && delayS > 0) {
    return `${sentence(facts.errorMessage ?? 'The last attempt did not end well')} It is tried again in ${delayS} s (attempt ${facts.attempt + 1} of ${facts.attemptLimit}).`;
  }
  if (facts.attempt > 0)
    return `It waits for a free worker, to be tried again (attempt ${facts.attempt + 1} of ${facts.attemptLimit}).`;
  if (isFinalBatchState(facts.batchState))
    return 'It waits although its batch has ended; it is tidied up within a minute.';
  return 'It waits for a free worker.';
}

function explainRunning(facts: JobFacts, nowMs: number): string {
  const worker = facts.workerId === null ? 'a worker' : `worker ${facts.workerId}`;
  if (facts.isCancelRequested) return `It is being cancelled; ${worker} stops it within seconds.`;
  if (facts.leaseUntilMs !== null && facts.leaseUntilMs < nowMs) {
    return `${worker[0]?.toUpperCase()}${worker.slice(1)} is silent; the job is handed to another worker shortly.`;
  }
  const where =
    facts.stage === null ? '' : `, in stage ${facts.stage} (${Math.round(facts.progress * 100)} %)`;
  const which = facts.attempt > 1 ? ` in ${attemptOf(facts)}` : '';
  return `It runs on ${worker}${which}${where}.`;
}

function explainFailure(facts: JobFacts): string {
  const what =
    facts.state === 'timed_out'
      ? `It ran longer than ${facts.timeoutS === null ? 'its time limit' : `its time limit of ${facts.timeoutS} s`} and was stopped.`
      : facts.state === 'out_of_memory'
        ? `It needed more memory than ${facts.memoryLimitMb === null ? 'there was' : `its limit of ${facts.memoryLimitMb} MB`} and was stopped.`
        : sentence(facts.errorMessage ?? 'It failed without a message');
  const tries = facts.attempt > 1 ? ` after ${facts.attempt} attempts` : '';
  return `${what} It is not tried again by itself${tries}; mend the cause and retry it.`;
}

const attemptOf = (facts: JobFacts) => `attempt ${facts.attempt} of ${facts.attemptLimit}`;

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
