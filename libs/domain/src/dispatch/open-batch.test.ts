import { describe, expect, it } from '@jest/globals';
import { emptyJobCounts, type JobCounts } from '../jobs/state.js';
import { openBatchOf } from './open-batch.js';
import type { ActiveBatch } from './situation.js';

function batch(id: string, counts: Partial<JobCounts>, more: Partial<ActiveBatch> = {}): ActiveBatch {
  return {
    id,
    projectId: '1',
    state: 'running',
    priority: 0,
    createdAtMs: 0,
    concurrency: null,
    labels: [],
    counts: { ...emptyJobCounts(), ...counts },
    staleQueued: 0,
    ...more,
  };
}

const waiting = (id: string, more: Partial<ActiveBatch> = {}) => batch(id, { waiting: 5, running: 2 }, more);

describe('an open batch', () => {
  it.each([
    ['is the only one with jobs to start', [waiting('1'), batch('2', { running: 3 })], '1'],
    ['has no rival in another project', [waiting('1'), waiting('2', { projectId: '2' })], null],
    ['has no rival whose jobs are queued', [waiting('1'), batch('2', { queued: 1 })], null],
    ['has no rival whose worker died', [waiting('1'), batch('2', { lost: 1 })], null],
    ['may be beside one that is paused', [waiting('1'), waiting('2', { state: 'paused' })], '1'],
    ['is not one that is paused itself', [waiting('1', { state: 'paused' })], null],
    ['has a job to start', [batch('1', { running: 3 })], null],
    ['is not limited, however high', [waiting('1', { concurrency: 1_000 })], null],
  ])('%s', (_what, batches, expected) =>
    expect(openBatchOf({ batches, projectLimits: new Map() })).toBe(expected),
  );

  it('is not limited by its project', () => {
    expect(openBatchOf({ batches: [waiting('1')], projectLimits: new Map([['2', 4]]) })).toBe('1');
    expect(openBatchOf({ batches: [waiting('1')], projectLimits: new Map([['1', 1_000]]) })).toBeNull();
  });
});
