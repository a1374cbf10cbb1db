import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type EstimateRequest,
  estimate,
  type HistorySample,
  noHistory,
  timeOfEqualJobs,
} from './estimate.js';
import { estimateOne, estimateSum, fitModel } from './estimate-model.js';
import { mulberry32 } from './seeded.js';

const sample = (seconds: number, rest: Partial<HistorySample> = {}): HistorySample => ({
  seconds,
  inputBytes: null,
  peakMemoryBytes: null,
  outputBytes: 0,
  ...rest,
});
const request = (given: Partial<EstimateRequest>): EstimateRequest => ({
  pipelineTitle: 'rigid-body 1.x',
  samples: [],
  jobSizes: [null],
  slots: 1,
  secondsPerJob: null,
  ...given,
});
const sizes = (n: number, bytes: number | null = null) => Array.from({ length: n }, () => bytes);

describe('estimate', () => {
  it('S0-30: 27 jobs of 120 s on 8 workers take 54.0 min, beside each other 7.425 min: 7.27 times as fast', () => {
    const time = timeOfEqualJobs(27, 120, 8);
    expect(time).toMatchObject({
      jobs: 27,
      secondsPerJob: 120,
      sequentialSeconds: 3240,
      sequentialMinutes: 54,
    });
    expect(time.parallelSeconds).toBeCloseTo(445.5, 9);
    expect(time.parallelMinutes).toBeCloseTo(7.425, 9);
    expect(time.speedUp).toBeCloseTo(7.2727, 4);
    expect(time.savedSeconds).toBeCloseTo(2794.5, 9);
    const own = estimate(request({ jobSizes: sizes(27), slots: 8, secondsPerJob: 120 }));
    expect(own.basis).toBe('From your 120 s per job.');
    expect(own.jobSeconds).toEqual({ p50: 120, p90: 120 });
    expect(own.sequentialSeconds?.p50).toBeCloseTo(3240, 9);
    expect(own.parallelSeconds?.p50).toBeCloseTo(445.5, 9);
    expect(own.speedUp).toBeCloseTo(7.2727, 4);
  });

  it('S1-25 goes by what the pipeline expects where nothing was measured, and by what was measured then', () => {
    const expected = { secondsPerJob: 0.25, memoryBytes: 250e6 };
    const first = estimate(request({ jobSizes: sizes(10, 5e4), expected }));
    expect(first.basis).toMatch(/^No history yet\. What this pipeline usually takes .*: 0\.25 s per job\.$/);
    expect(first).toMatchObject({
      inputBytes: 5e5,
      memoryBytes: 250e6,
      sequentialSeconds: { p50: 2.5, p90: 2.5 },
    });
    const later = estimate(request({ samples: [sample(10)], jobSizes: sizes(10), expected }));
    expect(later).toMatchObject({ inputBytes: null, jobSeconds: { p50: 10 } });
  });

  it('says so when there is nothing to go by', () => {
    const { basis, ...figures } = estimate(request({ jobSizes: sizes(5), slots: 4 }));
    expect(basis).toBe(noHistory);
    expect(figures).toMatchObject({
      historyJobs: 0,
      jobSeconds: null,
      sequentialSeconds: null,
      speedUp: null,
    });
    expect(figures).toMatchObject({ peakMemoryBytesP90: null, outputBytes: null });
  });

  it('says nothing about parallel time while no worker is there', () => {
    const found = estimate(request({ samples: [sample(10)], slots: 0 }));
    expect(found.sequentialSeconds?.p50).toBe(10);
    expect(found.parallelSeconds).toBeNull();
  });

  it('takes no time when everything is reused', () => {
    const found = estimate(request({ jobSizes: [], slots: 4 }));
    expect(found.basis).toBe('Nothing has to be computed.');
    expect(found.sequentialSeconds).toEqual({ p50: 0, p90: 0 });
  });

  it('never promises less than one job takes, and no gain from one slot', () => {
    const two = estimate(request({ jobSizes: sizes(2), slots: 8, secondsPerJob: 100 }));
    expect(two.parallelSeconds?.p50).toBeCloseTo(110, 9);
    const alone = estimate(request({ jobSizes: sizes(1), slots: 8, secondsPerJob: 100 }));
    expect(alone.parallelSeconds).toEqual({ p50: 100, p90: 100 });
    expect(alone.speedUp).toBe(1);
    expect(estimate(request({ jobSizes: sizes(9), slots: 1, secondsPerJob: 100 })).speedUp).toBe(1);
  });

  it('scales by input size where size and time go together', () => {
    const samples = Array.from({ length: 12 }, (_, index) =>
      sample(2 + (index + 1) * 3, { inputBytes: (index + 1) * 1e6, outputBytes: (index + 1) * 10 }),
    );
    const found = estimate(request({ samples, jobSizes: [20e6, 20e6], slots: 1 }));
    expect(found.basis).toBe('From 12 jobs of rigid-body 1.x, scaled by input size.');
    expect(found.jobSeconds?.p50).toBeCloseTo(62, 6);
    expect(found.sequentialSeconds?.p50).toBeCloseTo(124, 6);
    expect(found.outputBytes?.p50).toBeCloseTo(400, 6);
  });

  it('is not led astray by odd jobs, and scales nothing where size does not matter', () => {
    const line = Array.from({ length: 20 }, (_, index) =>
      sample(index + 1, { inputBytes: (index + 1) * 1000 }),
    );
    const odd = [...line, sample(5000, { inputBytes: 2000 }), sample(9000, { inputBytes: 3000 })];
    expect(estimate(request({ samples: odd, jobSizes: [10_000] })).jobSeconds?.p50).toBeCloseTo(10, 0);
    const random = mulberry32(7);
    const unrelated = Array.from({ length: 40 }, () =>
      sample(50 + 10 * random(), { inputBytes: Math.round(1e6 * (1 + 9 * random())) }),
    );
    const found = estimate(request({ samples: unrelated, jobSizes: [1e9] }));
    expect(found.basis).toBe('From 40 jobs of rigid-body 1.x.');
    expect(found.jobSeconds?.p50).toBeGreaterThan(50);
    expect(found.jobSeconds?.p50).toBeLessThan(60);
  });

  it('does not forget the few jobs that write much where most write nothing', () => {
    const samples = [0, 0, 0, 0, 0, 0, 50, 50, 50, 50].map((outputBytes) => sample(1, { outputBytes }));
    const found = estimate(request({ samples, jobSizes: sizes(1000) }));
    expect(found.outputBytes?.p50).toBeGreaterThan(10_000);
    expect(found.outputBytes?.p50).toBeLessThan(30_000);
  });

  it('reports the memory of all but the hungriest tenth', () => {
    const samples = Array.from({ length: 11 }, (_, index) => sample(1, { peakMemoryBytes: index * 100 }));
    expect(estimate(request({ samples })).peakMemoryBytesP90).toBe(900);
  });
});

describe('the total of many jobs', () => {
  const random = mulberry32(42);
  const lognormal = () =>
    10 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

  it('lies below its p90 in about nine of ten simulated batches', () => {
    const jobs = 20;
    const trials = 150;
    let below = 0;
    for (let trial = 0; trial < trials; trial++) {
      const model = fitModel(Array.from({ length: 40 }, () => ({ inputBytes: null, value: lognormal() })));
      const { p90 } = estimateSum(model, sizes(jobs));
      let real = 0;
      for (let job = 0; job < jobs; job++) real += lognormal();
      if (real <= p90) below++;
    }
    expect(below / trials).toBeGreaterThan(0.82);
    expect(below / trials).toBeLessThan(0.96);
  });

  it('spreads less, for its size, than one job does', () => {
    const model = fitModel(Array.from({ length: 50 }, () => ({ inputBytes: null, value: lognormal() })));
    const one = estimateOne(model, sizes(1));
    const many = estimateSum(model, sizes(5000));
    expect(many.p90 / many.p50).toBeLessThan(one.p90 / one.p50);
    expect(many.p90).toBeGreaterThan(many.p50);
  });

  it('is finite, ordered and repeatable whatever the history', () => {
    const history = fc.array(
      fc.record({
        inputBytes: fc.option(fc.integer({ min: 0, max: 1e9 })),
        value: fc.double({ min: 0, max: 1e6, noNaN: true }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    const jobs = fc.array(fc.option(fc.integer({ min: 0, max: 1e9 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(history, jobs, (samples, jobSizes) => {
        const model = fitModel(samples);
        for (const found of [estimateSum(model, jobSizes), estimateOne(model, jobSizes)]) {
          expect(Number.isFinite(found.p90)).toBe(true);
          expect(found.p50).toBeGreaterThanOrEqual(0);
          expect(found.p90).toBeGreaterThanOrEqual(found.p50);
        }
        expect(estimateSum(model, jobSizes)).toEqual(estimateSum(model, jobSizes));
      }),
      { numRuns: 40 },
    );
  });
});
