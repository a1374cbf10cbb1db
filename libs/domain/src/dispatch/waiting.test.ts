import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchStates } from '../batches/state.js';
import { explainWaiting, type WaitingFacts, waitingJobStates } from './waiting.js';

const nowMs = 1_000_000;
const facts = (given: Partial<WaitingFacts> = {}): WaitingFacts => ({
  state: 'waiting',
  attempt: 0,
  attemptLimit: 3,
  availableAtMs: nowMs - 1,
  chunkCount: null,
  errorMessage: null,
  batchState: 'running',
  labels: [],
  missingLabels: [],
  livingWorkers: 1,
  matchingWorkers: 1,
  refusals: [],
  slots: 4,
  batchLimit: null,
  batchInFlight: 4,
  projectLimit: null,
  projectInFlight: 4,
  position: 14,
  jobsOfEarlierBatches: 0,
  competingProjects: 1,
  typicalJobSeconds: 40,
  ...given,
});

describe('why a job waits', () => {
  const cases: [string, Partial<WaitingFacts>, string][] = [
    ['its place', {}, 'It is number 14 in its batch’s line; it starts in about 2.3 min.'],
    ['without history', { typicalJobSeconds: null }, 'It is number 14 in its batch’s line.'],
    ['far back', { position: null }, 'Many jobs are before it.'],
    [
      'after other batches',
      { position: 1, jobsOfEarlierBatches: 7 },
      'It is number 1 in its batch’s line, after 7 jobs of batches that go first; it starts in about 75 s.',
    ],
    [
      'project limit',
      { projectLimit: 4 },
      'Its project runs at most 4 jobs at once, and so many do. It is number 14 in its batch’s line; it starts in about 2.3 min.',
    ],
    [
      'batch limit',
      { batchLimit: 1, batchInFlight: 1, position: 2 },
      'Its batch runs at most 1 job at once, and so many do. It is number 2 in its batch’s line; it starts in about 60 s.',
    ],
    ['queued', { state: 'queued' }, 'It is next in line and starts as soon as a worker takes it.'],
    ['paused', { batchState: 'paused' }, 'Its batch is paused; it starts after the batch is resumed.'],
    [
      'paused while queued',
      { state: 'queued', batchState: 'paused' },
      'Its batch is paused; it starts after the batch is resumed.',
    ],
    ['stopping', { batchState: 'stopping' }, 'Its batch is being ended; it will not start.'],
    [
      'chunks',
      { chunkCount: 8, availableAtMs: Number.POSITIVE_INFINITY },
      'It waits for its 8 chunks and then merges their results.',
    ],
    [
      'back-off',
      { attempt: 1, availableAtMs: nowMs + 7200, errorMessage: 'The disk is full' },
      'The disk is full. It is tried again in 8 s (attempt 2 of 3).',
    ],
    [
      'lost',
      { state: 'lost', attempt: 1, availableAtMs: nowMs + 2000 },
      'Its worker stopped answering. It is tried again in 2 s (attempt 2 of 3).',
    ],
    [
      'after the back-off',
      { attempt: 1, position: 1, projectInFlight: 0, batchInFlight: 0 },
      'It is number 1 in its batch’s line. It is tried again (attempt 2 of 3).',
    ],
    ['no worker', { livingWorkers: 0 }, 'No worker is running; it starts when one does.'],
    [
      'a missing label',
      { labels: ['big', 'gpu'], missingLabels: ['gpu'], matchingWorkers: 0 },
      'No running worker has the label gpu that its batch asks for.',
    ],
    [
      'nothing that offers containers',
      { labels: ['big', 'container'], missingLabels: ['container'], matchingWorkers: 0 },
      'No running worker offers containers, which its pipeline needs.',
    ],
    [
      'labels on different workers',
      { labels: ['big', 'gpu'], matchingWorkers: 0 },
      'No running worker has all the labels big, gpu that its batch asks for.',
    ],
    [
      'refusing workers',
      { slots: 0, refusals: ['Only 1 GB of disk is free', 'Only 1 GB of disk is free'] },
      'The workers that could run it take no jobs just now: Only 1 GB of disk is free.',
    ],
  ];
  it.each(cases)('%s', (_what, given, reason) => {
    expect(explainWaiting(facts(given), nowMs).reason).toBe(reason);
  });

  it('is said in every situation, with sane figures', () => {
    const situation = fc.record({
      state: fc.constantFrom(...waitingJobStates),
      batchState: fc.constantFrom(...batchStates),
      slots: fc.nat({ max: 20 }),
      refusals: fc.constant(['The disk is full.']),
      livingWorkers: fc.nat({ max: 3 }),
      matchingWorkers: fc.nat({ max: 3 }),
      attempt: fc.nat({ max: 2 }),
      batchLimit: fc.option(fc.integer({ min: 1, max: 9 })),
      projectLimit: fc.option(fc.integer({ min: 1, max: 9 })),
      position: fc.option(fc.integer({ min: 1, max: 10_000 })),
      competingProjects: fc.nat({ max: 30 }),
      typicalJobSeconds: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
    });
    fc.assert(
      fc.property(situation, (given) => {
        const { reason, aboutSeconds } = explainWaiting(facts(given), nowMs);
        expect(reason).toMatch(/^[A-Z].*\.$/);
        expect(reason).not.toMatch(/undefined|NaN|Infinity|null/);
        if (aboutSeconds !== null) expect(aboutSeconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('takes longer the more jobs are before it, and shorter the more slots there are', () => {
    const about = (given: Partial<WaitingFacts>) => explainWaiting(facts(given), nowMs).aboutSeconds ?? -1;
    expect(about({ position: 20 })).toBeGreaterThan(about({ position: 10 }));
    expect(about({ slots: 8 })).toBeLessThan(about({ slots: 4 }));
    expect(about({ competingProjects: 2 })).toBeGreaterThan(about({ competingProjects: 1 }));
    expect(about({ position: 1, projectInFlight: 3, batchInFlight: 3 })).toBe(0);
  });
});
