import { describe, expect, it } from '@jest/globals';
import { type BatchOptions, defaultBatchOptions } from '../batches/options.js';
import { chooseMode, type ModeFacts } from './mode.js';

const facts: ModeFacts = {
  jobCount: 27,
  slots: 8,
  freeSlots: 8,
  workers: 2,
  typicalJobSeconds: 40,
  inputBytes: null,
  memory: null,
  defaultConcurrency: null,
};

describe('chooseMode', () => {
  const cases: [string, Partial<BatchOptions>, Partial<ModeFacts>, number | null, string][] = [
    [
      'auto with several jobs',
      {},
      {},
      null,
      'Parallel, up to 8 at once: 27 jobs, 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'auto with a limit and busy workers',
      { concurrency: 5 },
      { freeSlots: 1, inputBytes: 12_340_000 },
      5,
      'Parallel, up to 5 at once: 27 jobs, limit 5, 8 slots of 2 workers (1 free now), 12.3 MB of input, jobs take about 40 s.',
    ],
    [
      'auto with one job',
      { concurrency: 5 },
      { jobCount: 1, typicalJobSeconds: 150 },
      1,
      'Sequential: 1 job, 8 slots of 2 workers, it takes about 2.5 min.',
    ],
    [
      'auto without workers and history',
      {},
      { slots: 0, freeSlots: 0, workers: 0, typicalJobSeconds: null },
      null,
      'Parallel, as many at once as workers allow: 27 jobs, no worker runs now, no history of how long a job takes.',
    ],
    [
      'labels that no worker has',
      { labels: ['gpu'], concurrency: 3 },
      { slots: 0, freeSlots: 0, workers: 0 },
      3,
      'Parallel, up to 3 at once: 27 jobs, limit 3, no worker with gpu runs now, jobs take about 40 s.',
    ],
    [
      'sequential, whatever the limit',
      { mode: 'sequential', concurrency: 9 },
      {},
      1,
      'Sequential, as asked for: 27 jobs, 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'parallel',
      { mode: 'parallel', concurrency: 100 },
      {},
      100,
      'Parallel, as asked for, up to 8 at once: 27 jobs, limit 100, 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'S1-04 memory for two at a time',
      {},
      { memory: { jobBytes: 1.25e9, jobs: 2 } },
      2,
      'Parallel, up to 2 at once, to fit into memory: 27 jobs, 8 slots of 2 workers, a job may need 1.25 GB of memory, jobs take about 40 s.',
    ],
    [
      'S1-04 memory for one at a time, parallel as asked for',
      { mode: 'parallel' },
      { memory: { jobBytes: 1.25e9, jobs: 1 } },
      1,
      'Sequential, to fit into memory: 27 jobs, 8 slots of 2 workers, a job may need 1.25 GB of memory, jobs take about 40 s.',
    ],
    [
      'a limit that was asked for, whatever memory there is',
      { concurrency: 3 },
      { memory: { jobBytes: 1.25e9, jobs: 1 } },
      3,
      'Parallel, up to 3 at once: 27 jobs, limit 3, 8 slots of 2 workers, a job may need 1.25 GB of memory, jobs take about 40 s.',
    ],
    [
      'memory for more jobs than there are',
      {},
      { jobCount: 2, memory: { jobBytes: 1e9, jobs: 2 } },
      null,
      'Parallel, up to 2 at once: 2 jobs, 8 slots of 2 workers, a job may need 1 GB of memory, jobs take about 40 s.',
    ],
    [
      'S1-03 the default of the pipeline',
      {},
      { defaultConcurrency: 3 },
      3,
      'Parallel, up to 3 at once: 27 jobs, 3 at once is the default of this pipeline (“jobs at once” changes it), 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'S1-03 a number that was asked for, whatever the default',
      { concurrency: 5 },
      { defaultConcurrency: 3 },
      5,
      'Parallel, up to 5 at once: 27 jobs, limit 5, 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'S1-03 a mode that was asked for, whatever the default',
      { mode: 'parallel' },
      { defaultConcurrency: 3 },
      null,
      'Parallel, as asked for, up to 8 at once: 27 jobs, 8 slots of 2 workers, jobs take about 40 s.',
    ],
    [
      'S1-03 memory for fewer than the default',
      {},
      { defaultConcurrency: 3, memory: { jobBytes: 1.25e9, jobs: 2 } },
      2,
      'Parallel, up to 2 at once, to fit into memory: 27 jobs, 8 slots of 2 workers, a job may need 1.25 GB of memory, jobs take about 40 s.',
    ],
    ['nothing to compute', {}, { jobCount: 0 }, null, 'Nothing is to be computed.'],
  ];
  it.each(cases)('%s', (_what, options, given, concurrency, sentence) => {
    const asked = { ...defaultBatchOptions, ...options };
    expect(chooseMode(asked, { ...facts, ...given })).toEqual({ concurrency, sentence });
  });
});
