import type { JobResult } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import type { JobEnd } from '../child/job-process.js';
import { judge, workerFailure } from './outcome.js';
import type { StopReason } from './stop-reason.js';

const result = (state: JobResult['state'], stage = 'fit', message = 'No.'): JobEnd => ({
  type: 'result',
  memoryBytes: 1,
  result: {
    state,
    metrics: {},
    stages: [],
    artifacts: [],
    warnings: [],
    error: state === 'failed' ? { stage, message, problems: [] } : null,
  },
});
const exit = (lastOutput = ''): JobEnd => ({ type: 'exit', how: 'signal SIGKILL', lastOutput });

describe('judge', () => {
  it.each<[string, JobEnd, StopReason | null, string, boolean]>([
    ['success', result('succeeded'), null, 'succeeded', false],
    ['success just before the cancel came', result('succeeded'), { type: 'cancel' }, 'succeeded', false],
    ['success after the lease was lost', result('succeeded'), { type: 'lost' }, 'nothing', false],
    ['cancelled politely', result('cancelled'), { type: 'cancel' }, 'cancelled', false],
    ['cancelled by force', exit(), { type: 'cancel' }, 'cancelled', false],
    ['timed out', exit(), { type: 'timeout', limitS: 3 }, 'timed_out', false],
    ['too big', exit(), { type: 'memory', usedBytes: 2e8, limitMb: 100 }, 'out_of_memory', false],
    ['handed back', exit(), { type: 'shutdown' }, 'hand_back', false],
    ['failed in the pipeline', result('failed'), null, 'failed', false],
    ['failed on a full disk', result('failed', 'fit', 'ENOSPC: no space left'), null, 'failed', true],
    ['refused in its check', result('failed', 'validate', 'ENOSPC in a file name'), null, 'failed', false],
    ['interrupted from outside', result('cancelled'), null, 'failed', true],
    ['crashed', exit(), null, 'failed', true],
    ['heap full', exit('FATAL ERROR: JavaScript heap out of memory'), null, 'out_of_memory', false],
  ])('%s', (_what, end, reason, outcome, canPass) => {
    expect(judge(end, reason, 'fit')).toMatchObject({ outcome, canPass });
  });

  it('names stage, value and limit', () => {
    const verdict = judge(exit(), { type: 'memory', usedBytes: 150_400_000, limitMb: 100 }, 'solve');
    expect(verdict.error).toEqual({
      stage: 'solve',
      message: 'The job needed 151 MB of memory; its limit is 100 MB.',
      problems: [],
    });
  });
});

describe('a failure of the worker itself', () => {
  it.each([
    [new Error('ENOSPC: the disk is full'), true],
    [new Error('File a.csv of input data is no longer in the file storage.'), false],
  ])('%s', (error, canPass) => {
    expect(workerFailure(error, 'fit')).toMatchObject({ outcome: 'failed', canPass });
  });
});
