import { describe, expect, it } from '@jest/globals';
import { emptyJobCounts, type JobCounts } from '../jobs/state.js';
import { type EtaFacts, estimateEta, etaText } from './eta.js';

const facts = (given: Partial<JobCounts>, rest: Partial<EtaFacts> = {}): EtaFacts => ({
  state: 'running',
  counts: { ...emptyJobCounts(), ...given },
  durationsS: [10, 10, 10],
  ...rest,
});

describe('estimateEta', () => {
  it('says nothing before three jobs are done, however many were reused', () => {
    expect(estimateEta(facts({ waiting: 5, reused: 50 }, { durationsS: [10, 10] }))).toBeNull();
  });

  it('divides the remaining work by the jobs that run at once', () => {
    expect(estimateEta(facts({ waiting: 18, running: 4 }))?.seconds).toBe(50);
    expect(estimateEta(facts({ waiting: 18, running: 2 }))?.seconds).toBe(95);
  });

  it('spans the quartiles and cuts off a tenth at both ends', () => {
    const durationsS = [...Array.from({ length: 9 }, (_, index) => index + 1), 1000];
    const eta = estimateEta(facts({ waiting: 1 }, { durationsS }));
    expect(eta).toEqual({ seconds: 5.5, low: 3.25, high: 7.75 });
  });

  it('leaves out what a stopping batch will not start', () => {
    expect(estimateEta(facts({ waiting: 100, running: 2 }, { state: 'stopping' }))?.seconds).toBe(5);
  });
});

describe('etaText', () => {
  const cases: [string, EtaFacts, string][] = [
    ['few done', facts({ waiting: 3 }, { durationsS: [] }), 'estimating…'],
    ['minutes', facts({ waiting: 1 }, { durationsS: [540, 840, 1320] }), 'about 15 min left (12–18)'],
    ['seconds', facts({ waiting: 1, running: 2 }), 'about 10 s left'],
    ['hours', facts({ waiting: 1 }, { durationsS: [7200, 9000, 10800] }), 'about 2.5 h left (2.3–2.8)'],
    ['paused', facts({ waiting: 1 }, { state: 'paused' }), 'paused, 1 job to do'],
    ['over', facts({ succeeded: 3 }, { state: 'succeeded' }), 'finished'],
  ];
  it.each(cases)('%s', (_name, given, expected) => {
    expect(etaText(given)).toBe(expected);
  });
});
