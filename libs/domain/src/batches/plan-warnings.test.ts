import { expect, it } from '@jest/globals';
import { estimate } from './estimate.js';
import { type PlanSituation, planWarnings } from './plan-warnings.js';

const sample = { seconds: 1, inputBytes: null, peakMemoryBytes: 3e9, outputBytes: 1e9 };
const situation = (given: Partial<PlanSituation> = {}): PlanSituation => ({
  options: { memoryLimitMb: null, labels: [] },
  estimate: estimate({
    pipelineTitle: 'p 1.x',
    samples: [sample],
    jobSizes: Array.from({ length: 10 }, () => null),
    slots: 1,
    secondsPerJob: null,
  }),
  jobsToCompute: 10,
  workers: 1,
  freeDiskBytes: null,
  excluded: [],
  unchecked: 0,
  ...given,
});
const excluded = Array.from({ length: 22 }, (_, position) => ({
  position,
  label: `c${position}`,
  problems: [],
}));

it.each<[string, Partial<PlanSituation>, string[]]>([
  ['nothing', {}, []],
  ['no worker', { workers: 0 }, ['No worker runs now: the jobs wait until one is started.']],
  [
    'no worker with the labels',
    { workers: 0, options: { memoryLimitMb: null, labels: ['gpu'] } },
    ['No worker with gpu runs now: the jobs wait until one is started.'],
  ],
  ['nothing to compute', { workers: 0, jobsToCompute: 0 }, []],
  ['many jobs', { jobsToCompute: 2500 }, ['This computes 2,500 jobs. Check that all of them are meant.']],
  [
    'too little memory',
    { options: { memoryLimitMb: 2000, labels: [] } },
    ['One of ten jobs needed more than 3 GB of memory so far; the limit is 2000 MB.'],
  ],
  ['enough memory', { options: { memoryLimitMb: 4000, labels: [] } }, []],
  [
    'too little disk',
    { freeDiskBytes: 5e9 },
    ['The results may need 10 GB; a worker has 5 GB of free disk.'],
  ],
  ['cells left out', { excluded: excluded.slice(0, 2) }, ['2 invalid cells are left out: 1 (c0), 2 (c1).']],
  [
    'unfinished checks',
    { unchecked: 3 },
    ['3 sets of inputs and parameters are still being checked; plan again in a moment.'],
  ],
])('warns of %s', (_what, given, messages) => {
  const found = planWarnings(situation(given));
  expect(found.map((problem) => problem.message)).toEqual(messages);
  expect(found.every((problem) => problem.severity === 'warning')).toBe(true);
});

it('names at most 20 cells that are left out', () => {
  const [warning] = planWarnings(situation({ excluded }));
  expect(warning?.message).toContain('20 (c19) and 2 more.');
});
