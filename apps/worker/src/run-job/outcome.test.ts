import { type RetryableFailureKind, retryableFailureKinds } from '@batchyard/domain';
import { type JobResult, ProblemsError } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import type { JobEnd } from '../child/order-line.js';
import { isTriedAgain, judge, type Verdict, workerFailure } from './outcome.js';
import type { StopReason } from './stop-reason.js';

const result = (state: JobResult['state'], stage = 'fit', message = 'No.'): JobEnd => ({
  type: 'result',
  memoryBytes: 1,
  begunMs: 1,
  result: {
    state,
    metrics: {},
    stages: [],
    artifacts: [],
    warnings: [],
    error: state === 'failed' ? { stage, message, problems: [] } : null,
  },
});
const exit = (lastOutput = ''): JobEnd => ({
  type: 'exit',
  how: 'signal SIGKILL',
  exitCode: 137,
  lastOutput,
});

describe('judge', () => {
  it.each<[string, JobEnd, StopReason | null, string, boolean]>([
    ['success', result('succeeded'), null, 'succeeded', false],
    ['success just before the cancel came', result('succeeded'), { type: 'cancel' }, 'succeeded', false],
    ['success after the lease was lost', result('succeeded'), { type: 'lost' }, 'nothing', false],
    ['nothing to do', result('skipped'), null, 'skipped', false],
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

describe('the failure that judge records', () => {
  const withProblem = (place: object): JobEnd => {
    const end = result('failed', 'validate', 'Column "left knee" of walk.csv is missing.');
    if (end.type !== 'result' || end.result.error === null) throw new Error('unreachable');
    const problems = [{ code: 'X', severity: 'error' as const, message: 'No.', place }];
    return { ...end, result: { ...end.result, error: { ...end.result.error, problems } } };
  };
  const key = 'Column "…" of <path> is missing.';

  it.each<[string, JobEnd, StopReason | null, object | null]>([
    ['success', result('succeeded'), null, null],
    ['a hand-back', exit(), { type: 'shutdown' }, null],
    ['a lost lease', exit(), { type: 'lost' }, null],
    ['a cancel', exit(), { type: 'cancel' }, { kind: 'cancelled', key: 'cancelled', exitCode: null }],
    ['an input', withProblem({ input: 'markers' }), null, { kind: 'bad_input', key, exitCode: null }],
    ['a parameter', withProblem({ parameter: 'a.b' }), null, { kind: 'bad_parameters', key, exitCode: null }],
    [
      'the pipeline',
      result('failed', 'fit', 'Frame 12 diverged.'),
      null,
      { kind: 'pipeline_error', key: 'Frame <n> diverged.', exitCode: null },
    ],
    [
      'a full disk',
      result('failed', 'fit', 'ENOSPC: no space left on device, write'),
      null,
      { kind: 'disk_full', key: 'ENOSPC: no space left on device, write', exitCode: null },
    ],
    [
      'a timeout',
      exit(),
      { type: 'timeout', limitS: 3 },
      { kind: 'timeout', key: 'The job ran longer than its limit of <n> s.', exitCode: null },
    ],
    [
      'a crash',
      exit(),
      null,
      {
        kind: 'pipeline_error',
        key: "The job's process ended unexpectedly (signal SIGKILL).",
        exitCode: 137,
      },
    ],
    [
      'a full heap',
      exit('JavaScript heap out of memory'),
      null,
      {
        kind: 'out_of_memory',
        key: 'The job ran out of memory and its process was ended.',
        exitCode: 137,
      },
    ],
  ])('by %s', (_what, end, reason, failure) => {
    expect(judge(end, reason, 'fit').failure).toEqual(failure);
  });
});

describe('another try', () => {
  const both = ['worker_lost', 'disk_full'] as const;
  it.each<[string, Verdict, readonly RetryableFailureKind[], boolean]>([
    ['after success', judge(result('succeeded'), null, 'fit'), retryableFailureKinds, false],
    ['after a cancel', judge(exit(), { type: 'cancel' }, 'fit'), retryableFailureKinds, false],
    ['after a pipeline error, unasked', judge(result('failed'), null, 'fit'), both, false],
    ['after a pipeline error, asked for', judge(result('failed'), null, 'fit'), ['pipeline_error'], true],
    ['after a timeout, unasked', judge(exit(), { type: 'timeout', limitS: 1 }, 'fit'), both, false],
    ['after a timeout, asked for', judge(exit(), { type: 'timeout', limitS: 1 }, 'fit'), ['timeout'], true],
    ['after a full heap, unasked', judge(exit('JavaScript heap out of memory'), null, 'fit'), both, false],
    [
      'after a full heap, asked for',
      judge(exit('JavaScript heap out of memory'), null, 'fit'),
      ['out_of_memory'],
      true,
    ],
    ['after a full disk', workerFailure(new Error('ENOSPC: the disk is full'), ''), ['disk_full'], true],
    ['after a full disk, unasked', workerFailure(new Error('EDQUOT'), ''), ['worker_lost'], false],
    ['after a process was killed from outside, like a lost worker', judge(exit(), null, 'fit'), both, true],
    ['after a process was killed from outside, unasked', judge(exit(), null, 'fit'), ['disk_full'], false],
  ])('%s', (_what, verdict, retryOn, isTried) => {
    expect(isTriedAgain(verdict, { retryOn: [...retryOn] })).toBe(isTried);
  });
});

describe('a failure of the worker itself', () => {
  it.each([
    [new Error('ENOSPC: the disk is full'), true],
    [new Error('File a.csv of input data is no longer in the file storage.'), false],
  ])('%s', (error, canPass) => {
    expect(workerFailure(error, 'fit')).toMatchObject({ outcome: 'failed', canPass });
  });

  it('that lies in an input is bad input, told with its place', () => {
    const place = { input: 'experiment', file: 'a.zip' };
    const problem = { code: 'UNFIT_ARCHIVE', severity: 'error' as const, message: 'It is none.', place };
    expect(workerFailure(new ProblemsError([problem]), '')).toMatchObject({
      outcome: 'failed',
      error: { message: 'It is none.', problems: [problem] },
      failure: { kind: 'bad_input' },
      canPass: false,
    });
  });
});
