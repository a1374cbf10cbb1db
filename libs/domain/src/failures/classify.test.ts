import { describe, expect, it } from '@jest/globals';
import { classifyFailure, type FailureFacts } from './classify.js';

const problem = (place: object, severity: 'error' | 'warning' = 'error') => ({ severity, place });

describe('classifyFailure', () => {
  it.each<[string, Partial<FailureFacts>, string]>([
    ['a plain error', {}, 'pipeline_error'],
    ['a problem of an input', { problems: [problem({ input: 'markers', line: 3 })] }, 'bad_input'],
    ['a problem of a file', { problems: [problem({ file: 'walk.csv' })] }, 'bad_input'],
    ['a problem of a parameter', { problems: [problem({ parameter: 'weights' })] }, 'bad_parameters'],
    ['both', { problems: [problem({ parameter: 'a' }), problem({ input: 'b' })] }, 'bad_input'],
    ['a problem without a place', { problems: [problem({})] }, 'pipeline_error'],
    ['a warning alone', { problems: [problem({ input: 'a' }, 'warning')] }, 'pipeline_error'],
    ['a full disk', { message: 'ENOSPC: no space left on device, write' }, 'disk_full'],
    ['a full quota', { message: 'write failed (EDQUOT)' }, 'disk_full'],
    ['a full disk by another program', { message: 'cp: b: No space left on device' }, 'disk_full'],
    [
      'ENOSPC in the name of a bad input',
      { message: 'ENOSPC.csv', problems: [problem({ input: 'a' })] },
      'bad_input',
    ],
    ['a timeout', { outcome: 'timed_out' }, 'timeout'],
    ['too much memory', { outcome: 'out_of_memory' }, 'out_of_memory'],
    ['a cancel', { outcome: 'cancelled' }, 'cancelled'],
    ['a lost worker', { outcome: 'lost' }, 'worker_lost'],
  ])('%s', (_what, facts, kind) => {
    expect(classifyFailure({ outcome: 'failed', message: 'No.', problems: [], ...facts })).toBe(kind);
  });
});
