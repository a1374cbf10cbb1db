import { describe, expect, it } from '@jest/globals';
import { emptyJobCounts, type JobCounts } from '../jobs/state.js';
import { type EtaFacts, estimateEta, etaText, jobsPerHour, percentDone, slowAfterS } from './eta.js';

/** Jobs that ended one after another, an hour after 1970 began. */
const finished = (durationsS: readonly number[]) => {
  let endMs = 3_600_000;
  return durationsS.map((durationS) => {
    endMs += durationS * 1000;
    return { durationS, finishedAtMs: endMs };
  });
};
const facts = (given: Partial<JobCounts>, rest: Partial<EtaFacts> = {}): EtaFacts => ({
  state: 'running',
  counts: { ...emptyJobCounts(), ...given },
  finished: finished([10, 10, 10]),
  ...rest,
});

describe('estimateEta', () => {
  it('says nothing before three jobs are done, however many were reused', () => {
    expect(estimateEta(facts({ waiting: 5, reused: 50 }, { finished: finished([10, 10]) }))).toBeNull();
  });

  it('divides the remaining work by the jobs that run at once', () => {
    expect(estimateEta(facts({ waiting: 18, running: 4 }))?.seconds).toBe(50);
    expect(estimateEta(facts({ waiting: 18, running: 2 }))?.seconds).toBe(95);
  });

  it('spans the quartiles and cuts off a tenth at both ends', () => {
    const durationsS = [...Array.from({ length: 9 }, (_, index) => index + 1), 1000];
    const eta = estimateEta(facts({ waiting: 1 }, { finished: finished(durationsS) }));
    expect(eta).toEqual({ seconds: 5.5, low: 3.25, high: 7.75 });
  });

  it('leaves out what a stopping batch will not start', () => {
    expect(estimateEta(facts({ waiting: 100, running: 2 }, { state: 'stopping' }))?.seconds).toBe(5);
  });
});

describe('jobs at once', () => {
  it('are those that ran on average where jobs are too short for a glance to tell', () => {
    const overlapping = Array.from({ length: 40 }, (_, n) => ({
      durationS: 1,
      finishedAtMs: 1000 + 250 * n,
    }));
    // In 5.75 s from the first start to the last end of 20 jobs, 20 s of work were done.
    const eta = estimateEta(facts({ waiting: 40, running: 1 }, { finished: overlapping }));
    expect(eta?.seconds).toBeCloseTo((40.5 * 5.75) / 20);
  });

  it('are those that run now where jobs are long', () => {
    const overlapping = Array.from({ length: 20 }, (_, n) => ({ durationS: 100, finishedAtMs: 1e5 + n }));
    expect(estimateEta(facts({ waiting: 19, running: 2 }, { finished: overlapping }))?.seconds).toBe(1000);
  });
});

it('the estimate lies in its range, however skewed the durations are', () => {
  const eta = estimateEta(facts({ waiting: 1 }, { finished: finished([10, 10, 10, 10, 1000]) }));
  expect(eta).toEqual({ seconds: 10, low: 10, high: 10 });
});

describe('jobsPerHour', () => {
  const every10S = finished(Array.from({ length: 37 }, () => 10));
  const lastMs = every10S.at(-1)?.finishedAtMs ?? 0;
  it.each<[string, Partial<EtaFacts>, number, number | null]>([
    ['counts from the first end until now', { finished: every10S }, lastMs, 360],
    ['falls while nothing ends', { finished: every10S }, lastMs + 360_000, 180],
    ['stays when the batch is over', { finished: every10S, state: 'succeeded' }, lastMs + 1e9, 360],
    ['stays when it is paused', { finished: every10S, state: 'paused' }, lastMs + 1e9, 360],
    ['is unknown with two jobs', { finished: every10S.slice(0, 2) }, lastMs, null],
  ])('%s', (_what, given, nowMs, rate) => {
    const { state, finished: ends } = facts({}, given);
    const found = jobsPerHour({ state, finished: ends }, nowMs);
    if (rate === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(rate, 6);
  });
});

it.each<[Partial<JobCounts>, number]>([
  [{ waiting: 3 }, 0],
  [{ succeeded: 1, failed: 1, waiting: 1 }, 66],
  [{ reused: 999, running: 1 }, 99],
  [{ succeeded: 2, skipped: 1 }, 100],
])('%j are %d %%', (counts, percent) => {
  expect(percentDone({ ...emptyJobCounts(), ...counts })).toBe(percent);
});

it('a job is slow beyond 95 % of at least ten', () => {
  expect(slowAfterS(finished(Array.from({ length: 21 }, (_, n) => n)))).toBe(19);
  expect(slowAfterS(finished([1, 2, 3]))).toBeNull();
});

describe('etaText', () => {
  const cases: [string, EtaFacts, string][] = [
    ['few done', facts({ waiting: 3 }, { finished: finished([]) }), 'estimating…'],
    ['minutes', facts({ waiting: 1 }, { finished: finished([540, 840, 1320]) }), 'about 15 min left (12–18)'],
    ['seconds', facts({ waiting: 1, running: 2 }), 'about 10 s left'],
    [
      'hours',
      facts({ waiting: 1 }, { finished: finished([7200, 9000, 10800]) }),
      'about 2.5 h left (2.3–2.8)',
    ],
    ['paused', facts({ waiting: 1 }, { state: 'paused' }), 'paused, 1 job to do'],
    ['over', facts({ succeeded: 3 }, { state: 'succeeded' }), 'finished'],
  ];
  it.each(cases)('%s', (_name, given, expected) => {
    expect(etaText(given)).toBe(expected);
  });
});
