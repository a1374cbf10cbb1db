import { describe, expect, it } from '@jest/globals';
import { explainJob, type JobFacts } from './explain.js';
import { jobStates } from './state.js';

const nowMs = 1_000_000;
const facts = (given: Partial<JobFacts>): JobFacts => ({
  state: 'waiting',
  attempt: 0,
  attemptLimit: 3,
  stage: null,
  progress: 0,
  workerId: null,
  waitingReason: null,
  startedAtMs: null,
  slowAfterS: null,
  leaseUntilMs: null,
  isCancelRequested: false,
  cancelReason: null,
  errorMessage: null,
  reusedFromId: null,
  timeoutS: null,
  memoryLimitMb: null,
  ...given,
});

describe('explainJob', () => {
  const cases: [Partial<JobFacts>, string][] = [
    [{}, 'It waits for a free worker.'],
    [{ waitingReason: 'Its batch is paused.' }, 'Its batch is paused.'],
    [{ state: 'queued', waitingReason: 'It is next in line.' }, 'It is next in line.'],
    [
      {
        state: 'running',
        attempt: 1,
        workerId: 'a',
        stage: 'solve',
        progress: 0.414,
        leaseUntilMs: nowMs + 1,
      },
      'It runs on worker a, in stage solve (41 %).',
    ],
    [
      { state: 'running', attempt: 1, workerId: 'a', startedAtMs: nowMs - 61_000, slowAfterS: 60 },
      'It runs on worker a. It is slow: it has taken 61 s so far, and 95 % of the finished jobs of its batch took at most 60 s.',
    ],
    [
      { state: 'running', attempt: 1, workerId: 'a', startedAtMs: nowMs - 60_000, slowAfterS: 60 },
      'It runs on worker a.',
    ],
    [
      { state: 'running', attempt: 2, workerId: 'a', leaseUntilMs: nowMs + 1 },
      'It runs on worker a in attempt 2 of 3.',
    ],
    [
      { state: 'running', attempt: 1, workerId: 'a', leaseUntilMs: nowMs - 1 },
      'Worker a is silent; the job is handed to another worker shortly.',
    ],
    [
      { state: 'running', isCancelRequested: true, cancelReason: 'Stopped early: it was poor.' },
      'Stopped early: it was poor. It ends within seconds.',
    ],
    [
      { state: 'cancelled', cancelReason: 'Stopped early: it was poor.' },
      'Stopped early: it was poor. Retry it to run it to its end.',
    ],
    [
      { state: 'running', attempt: 1, workerId: 'a', isCancelRequested: true },
      'It is being cancelled; worker a stops it within seconds.',
    ],
    [
      { state: 'lost', attempt: 1 },
      'Its worker stopped answering during attempt 1 of 3; it is handed to another worker.',
    ],
    [{ state: 'succeeded', attempt: 1 }, 'It succeeded.'],
    [
      { state: 'reused', reusedFromId: '12' },
      'An equal job, job 12, had succeeded; its result was taken over and nothing was computed.',
    ],
    [
      { state: 'failed', attempt: 1, errorMessage: 'Column x is missing.' },
      'Column x is missing. It is not tried again by itself; mend the cause and retry it.',
    ],
    [
      { state: 'timed_out', attempt: 3, timeoutS: 60 },
      'It ran longer than its time limit of 60 s and was stopped. It is not tried again by itself after 3 attempts; mend the cause and retry it.',
    ],
    [
      { state: 'out_of_memory', attempt: 1, memoryLimitMb: 512 },
      'It needed more memory than its limit of 512 MB and was stopped. It is not tried again by itself; mend the cause and retry it.',
    ],
  ];
  it.each(cases)('%j', (given, expected) => {
    expect(explainJob(facts(given), nowMs)).toBe(expected);
  });

  it('has a sentence for every state', () => {
    for (const state of jobStates) expect(explainJob(facts({ state }), nowMs)).toMatch(/^[A-Z].*\.$/);
  });
});
