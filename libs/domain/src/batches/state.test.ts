import { describe, expect, it } from '@jest/globals';
import { emptyJobCounts, type JobState } from '../jobs/state.js';
import { type BatchState, batchOutcome, batchVerbAllowed, totalJobs, unfinishedJobs } from './state.js';

const counts = (given: Partial<Record<JobState, number>>) => ({ ...emptyJobCounts(), ...given });

describe('batch outcome', () => {
  const cases: [BatchState, Partial<Record<JobState, number>>, string][] = [
    ['running', { succeeded: 3 }, 'succeeded'],
    ['running', { succeeded: 2, reused: 1 }, 'succeeded'],
    ['running', { succeeded: 2, failed: 1 }, 'completed_with_errors'],
    ['running', { reused: 1, timed_out: 1 }, 'completed_with_errors'],
    ['running', { succeeded: 2, cancelled: 1 }, 'completed_with_errors'],
    ['running', { failed: 3 }, 'failed'],
    ['running', { failed: 1, skipped: 2 }, 'failed'],
    ['paused', { succeeded: 1 }, 'succeeded'],
    ['stopping', { succeeded: 1, skipped: 5 }, 'stopped'],
    ['cancelling', { succeeded: 1, cancelled: 5 }, 'cancelled'],
  ];
  it.each(cases)('%s with %j is %s', (state, given, expected) => {
    expect(batchOutcome(state, counts(given), 0)).toBe(expected);
  });

  it('takes jobs that it stopped early itself, or that had nothing to do, for no errors', () => {
    expect(batchOutcome('running', counts({ succeeded: 2, cancelled: 3 }), 3)).toBe('succeeded');
    expect(batchOutcome('running', counts({ succeeded: 2, cancelled: 3 }), 2)).toBe('completed_with_errors');
    expect(batchOutcome('running', counts({ skipped: 1 }), 1)).toBe('succeeded');
  });
});

describe('batch verbs', () => {
  it('are offered only where they make sense', () => {
    expect(batchVerbAllowed('pause', 'running')).toBe(true);
    expect(batchVerbAllowed('pause', 'succeeded')).toBe(false);
    expect(batchVerbAllowed('resume', 'running')).toBe(false);
    expect(batchVerbAllowed('cancel', 'stopping')).toBe(true);
    expect(batchVerbAllowed('retry_failed', 'completed_with_errors')).toBe(true);
    expect(batchVerbAllowed('retry_failed', 'cancelling')).toBe(false);
  });
});

it('counts jobs that may still change apart from all jobs', () => {
  const given = counts({ waiting: 1, queued: 2, running: 3, lost: 4, succeeded: 5, skipped: 6 });
  expect(unfinishedJobs(given)).toBe(10);
  expect(totalJobs(given)).toBe(21);
});
