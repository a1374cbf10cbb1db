import { describe, expect, it } from '@jest/globals';
import { expectedOf, mostMemory, refuseOverMemory, withSizes } from './job-sizes.js';
import type { PlannedFile, PlannedJob } from './plan.js';

const file = (name: string): PlannedFile => ({ reference: name, name, sha256: name });
const [small, large, baseline] = [file('small.csv'), file('large.csv'), file('baseline.csv')];
const sizes = new Map([
  [small, 1e6],
  [large, 90e6],
  [baseline, 2e6],
]);
const job = (position: number, sample: PlannedFile): PlannedJob => ({
  position,
  label: sample.name,
  cellKey: `cell ${position}`,
  settingKey: 'setting',
  setting: {},
  params: {},
  inputs: { sample: [sample], baseline: [baseline] },
  inputLabel: sample.name,
  replicate: 1,
  seed: '0/1',
});
const pipeline = {
  memoryBytes: ({ sample = [], baseline: base = [] }: Readonly<Record<string, readonly number[]>>) =>
    100e6 + 10 * (sample[0] ?? 0) + 20 * (base[0] ?? 0),
};
const jobs = withSizes([job(0, small), job(1, large)], sizes, pipeline);

describe('sizes of jobs', () => {
  it('add up their files, and tell what memory the pipeline asks for', () => {
    expect(jobs.map(({ inputBytes, memoryBytes }) => [inputBytes, memoryBytes])).toEqual([
      [3e6, 150e6],
      [92e6, 1_040e6],
    ]);
    expect(mostMemory(jobs)).toBe(1_040e6);
    expect(mostMemory(jobs, 2e9)).toBe(2e9);
  });

  it('S1-25 give what the pipeline expects of a job on average, and at most', () => {
    const usualSeconds = (inputBytes: number) => inputBytes / 1e6;
    expect(expectedOf({ usualSeconds }, jobs)).toEqual({ secondsPerJob: 47.5, memoryBytes: 1_040e6 });
    expect(expectedOf({}, jobs)).toEqual({ secondsPerJob: null, memoryBytes: 1_040e6 });
    expect(expectedOf({ usualSeconds }, [])).toEqual({ secondsPerJob: null, memoryBytes: null });
  });

  it('leave open what a pipeline does not tell', () => {
    const silent = withSizes([job(0, large)], sizes, {});
    expect(silent).toMatchObject([{ inputBytes: 92e6, memoryBytes: null }]);
    expect(mostMemory(silent)).toBeNull();
  });
});

describe('S1-04 a memory limit', () => {
  const expanded = { jobs, invalid: [], excludedByWhere: 0, problems: [] };
  const refused = (memoryLimitMb: number | null) => refuseOverMemory(expanded, memoryLimitMb).invalid;

  it.each<[string, number | null, number[]]>([
    ['none', null, []],
    ['just enough for all', 1_040, []],
    ['too little for the large one', 1_039, [1]],
    ['too little for both', 149, [0, 1]],
  ])('%s', (_what, memoryLimitMb, positions) => {
    expect(refused(memoryLimitMb).map(({ position }) => position)).toEqual(positions);
  });

  it('says what is too large, for what, and what would do', () => {
    expect(refused(1_000)).toEqual([
      {
        position: 1,
        label: 'large.csv',
        problems: [
          {
            code: 'MEMORY_LIMIT_EXCEEDED',
            severity: 'error',
            message:
              'Memory limit exceeded: large.csv, baseline.csv (92 MB) may need 1.04 GB of memory; the limit is 1000 MB.',
            place: { parameter: 'options.memoryLimitMb' },
            value: '1000',
            expectation: 'at least 1040 MB',
            fix: 'Allow at least 1040 MB, or use smaller files.',
          },
        ],
      },
    ]);
    expect(refuseOverMemory(expanded, 1_040).jobs).toEqual(jobs);
  });

  it('leaves cells alone of which nothing is known', () => {
    const silent = { ...expanded, jobs: withSizes([job(0, large)], sizes, {}) };
    expect(refuseOverMemory(silent, 64).invalid).toEqual([]);
  });
});
