import { batchOptionsSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { batchOptionFlags, readBatchOptions, refuseServerOptions } from './batch-option-flags.js';

describe('options of a batch as flags', () => {
  it('are as many as the schema has, each with its meaning', () => {
    expect(Object.keys(batchOptionFlags)).toHaveLength(Object.keys(batchOptionsSchema.shape).length);
    expect(batchOptionFlags['max-attempts']).toMatchObject({ placeholder: 'n' });
    expect(batchOptionFlags.mode).toMatchObject({ placeholder: 'auto|parallel|sequential' });
    expect(batchOptionFlags['timeout-s']?.help).toMatch(/ In s\.$/);
    for (const flag of Object.values(batchOptionFlags)) expect(flag.help).not.toBe('');
  });

  it('are read with their types, and those not given stay absent', () => {
    const values = {
      mode: 'sequential',
      'max-attempts': '5',
      'timeout-s': '0.5',
      'retry-on': 'timeout, out_of_memory',
      labels: 'gpu',
      'continue-on-error': 'false',
      concurrency: 'null',
      'output-name': '12',
      json: true,
    };
    expect(readBatchOptions(values)).toEqual({
      mode: 'sequential',
      maxAttempts: 5,
      timeoutS: 0.5,
      retryOn: ['timeout', 'out_of_memory'],
      labels: ['gpu'],
      continueOnError: false,
      concurrency: null,
      outputName: '12',
    });
    expect(readBatchOptions({})).toEqual({});
  });

  it.each([
    [{ mode: 'fast' }, /--mode is fast: /],
    [{ 'max-attempts': '0' }, /--max-attempts is 0: /],
    [{ 'retry-on': 'bad_input' }, /--retry-on is bad_input: /],
    [{ 'continue-on-error': 'maybe' }, /--continue-on-error is maybe: /],
  ])('refuse %p', (values, message) => {
    expect(() => readBatchOptions(values)).toThrow(message);
  });

  it('that only a server can keep are refused here by name', () => {
    expect(() => refuseServerOptions({ mode: 'auto' }, ['mode'])).not.toThrow();
    expect(() => refuseServerOptions({ labels: [], maxAttempts: 2 }, ['mode'])).toThrow(
      '--labels, --max-attempts are for a server; add --project, or leave them out.',
    );
  });
});
