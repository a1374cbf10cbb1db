import { describe, expect, it } from '@jest/globals';
import { jobStates, statesBefore } from '../jobs/state.js';
import { type BulkProgress, bulkSummary, bulkVerbs, whySkipped } from './verbs.js';

describe('whySkipped', () => {
  it.each([
    ['cancel', 'succeeded', 'already succeeded'],
    ['retry', 'succeeded', 'already succeeded'],
    ['retry', 'running', 'still running'],
    ['set_priority', 'out_of_memory', 'already ran out of memory'],
    ['cancel', 'waiting', 'changed meanwhile: still waiting'],
  ] as const)('%s of a job that is %s: %s', (verb, state, note) => {
    expect(whySkipped(verb, state)).toBe(note);
  });

  it('has words for every state that a retry cannot start from', () => {
    for (const verb of bulkVerbs) {
      for (const state of jobStates) {
        if (statesBefore('retry').includes(state)) continue;
        expect(whySkipped(verb, state)).toMatch(/^(already|still|changed meanwhile:) /);
      }
    }
  });
});

describe('bulkSummary', () => {
  const progress = {
    verb: 'cancel',
    state: 'done',
    total: 40,
    succeeded: 40,
    skipped: 0,
    failed: 0,
  } as const;

  it.each<[Partial<BulkProgress>, string]>([
    [{}, '40 of 40 jobs cancelled.'],
    [{ succeeded: 12, skipped: 28 }, '12 of 40 jobs cancelled, 28 skipped.'],
    [{ verb: 'retry', succeeded: 38, failed: 2 }, '38 of 40 jobs to run again, 2 failed.'],
    [{ state: 'running', succeeded: 10 }, '10 of 40 jobs cancelled, 30 to go.'],
    [{ state: 'stopped', succeeded: 10 }, '10 of 40 jobs cancelled, 30 left alone.'],
    [{ succeeded: 10 }, '10 of 40 jobs cancelled, 30 no longer matched.'],
    [{ verb: 'set_priority', total: 1, succeeded: 1 }, '1 of 1 job with the new priority.'],
    [{ total: 12_345, succeeded: 12_345 }, '12,345 of 12,345 jobs cancelled.'],
  ])('%j', (given, text) => {
    expect(bulkSummary({ ...progress, ...given })).toBe(text);
  });
});
