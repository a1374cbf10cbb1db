/** What can be done to many jobs at once, and how that is told. */
import { isFinalJobState, type JobState } from '../jobs/state.js';

export const bulkVerbs = ['cancel', 'retry', 'set_priority'] as const;
export type BulkVerb = (typeof bulkVerbs)[number];

export const bulkStates = ['running', 'done', 'stopped'] as const;
export type BulkState = (typeof bulkStates)[number];

/** `skipped`: there was nothing to do; `failed`: it could not be done now. */
export const bulkOutcomes = ['succeeded', 'skipped', 'failed'] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

/** Most jobs that a bulk action may name one by one; a filter may match any number. */
export const maxBulkIds = 1_000;

const words: Readonly<Record<JobState, string>> = {
  waiting: 'still waiting',
  queued: 'still waiting in the queue',
  running: 'still running',
  lost: 'still waiting for another worker',
  succeeded: 'already succeeded',
  failed: 'already failed',
  timed_out: 'already timed out',
  out_of_memory: 'already ran out of memory',
  cancelled: 'already cancelled',
  skipped: 'already skipped',
  reused: 'already has the result of an equal job',
};

/** Why a job was skipped. @param state the one it was in then */
export function whySkipped(verb: BulkVerb, state: JobState): string {
  const isTimely = verb === 'retry' || isFinalJobState(state);
  return isTimely ? words[state] : `changed meanwhile: ${words[state]}`;
}

export interface BulkProgress {
  readonly verb: BulkVerb;
  readonly state: BulkState;
  /** Jobs it applied to when it began. */
  readonly total: number;
  readonly succeeded: number;
  readonly skipped: number;
  readonly failed: number;
}

const participles: Readonly<Record<BulkVerb, string>> = {
  cancel: 'cancelled',
  retry: 'to run again',
  set_priority: 'with the new priority',
};

/** One sentence for people: `12 of 40 jobs cancelled, 28 skipped.` */
export function bulkSummary({ verb, state, total, succeeded, skipped, failed }: BulkProgress): string {
  const count = (n: number) => n.toLocaleString('en');
  const done = succeeded + skipped + failed;
  const left = Math.max(0, total - done);
  const parts = [
    `${count(succeeded)} of ${count(total)} ${total === 1 ? 'job' : 'jobs'} ${participles[verb]}`,
    ...(skipped > 0 ? [`${count(skipped)} skipped`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(left > 0 ? [`${count(left)} ${leftWords[state]}`] : []),
  ];
  return `${parts.join(', ')}.`;
}

const leftWords: Readonly<Record<BulkState, string>> = {
  running: 'to go',
  stopped: 'left alone',
  done: 'no longer matched',
};
