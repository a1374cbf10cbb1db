/** What can be done to many jobs at once, in words, and to which of them it applies. */
import { type BulkVerb, type JobState, statesBefore } from '@batchyard/domain';

export interface BulkVerbWords {
  readonly label: string;
  readonly meaning: string;
}

export const bulkVerbWords: Readonly<Record<BulkVerb, BulkVerbWords>> = {
  cancel: {
    label: 'Cancel',
    meaning:
      'Kills the jobs that run now and ends the waiting ones without a result. Finished ones keep theirs.',
  },
  retry: {
    label: 'Retry',
    meaning: 'Runs each job again that ended without a result, with the same parameters and inputs.',
  },
  set_priority: {
    label: 'Set head start',
    meaning:
      'Waiting jobs count as if they had been started so many seconds earlier; a negative number lets others go first.',
  },
};

/** States of the jobs to which a verb applies; the others are skipped. */
export const statesOf: Readonly<Record<BulkVerb, readonly JobState[]>> = {
  // A running job ends by itself once it was asked to.
  cancel: [...statesBefore('cancel'), 'running'],
  retry: statesBefore('retry'),
  set_priority: ['waiting', 'queued'],
};

/** Which of the shown states a verb applies to; empty shown states mean all. */
export function applicableStates(verb: BulkVerb, shown: readonly JobState[]): JobState[] {
  return statesOf[verb].filter((state) => shown.length === 0 || shown.includes(state));
}

export interface Counted {
  readonly count: number;
  readonly isCapped: boolean;
}

/** `1,284`, or `more than 1,000` where the server stopped counting. */
export function countText({ count, isCapped }: Counted): string {
  return `${isCapped ? 'more than ' : ''}${count.toLocaleString('en')}`;
}

/** `Cancel 12 of 40`, `Retry 40`. */
export function buttonText(verb: BulkVerb, applies: Counted, selected: Counted): string {
  const { label } = bulkVerbWords[verb];
  const isAll = applies.count === selected.count && !selected.isCapped;
  return isAll
    ? `${label} ${countText(applies)}`
    : `${label} ${countText(applies)} of ${countText(selected)}`;
}
