import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxFailureKeyLength, normaliseMessage } from './normalise.js';

describe('normaliseMessage', () => {
  it.each([
    ['', ''],
    ['It diverged.', 'It diverged.'],
    ['  Two\n\tlines  ', 'Two lines'],
    // numbers
    ['Cost 1.5e-3 after 250 iterations', 'Cost <n> after <n> iterations'],
    ['value -3 is below +1,000.5', 'value <n> is below <n>'],
    [
      'The job needed 151 MB of memory; its limit is 100 MB.',
      'The job needed <n> MB of memory; its limit is <n> MB.',
    ],
    ['frame0012 and frame 13 of walk-01', 'frame<n> and frame <n> of walk-<n>'],
    ['frames 1, 2, 5 and 9 are empty', 'frames <n> are empty'],
    ['cost is NaN', 'cost is NaN'],
    // quotes
    ['Column "left knee" is missing', 'Column "…" is missing'],
    ['Column “a” and column “b c”', 'Column "…" and column "…"'],
    ["marker 'LKNE' isn't there; don't use it", 'marker "…" isn\'t there; don\'t use it'],
    [
      "The job's process ended unexpectedly (exit code 3).",
      "The job's process ended unexpectedly (exit code <n>).",
    ],
    ['bad key `a b`, «c»', 'bad key "…"'],
    ['Unknown names "a", "b", "c" here', 'Unknown names "…" here'],
    // paths
    [
      'ENOENT: no such file or directory, open /tmp/work/7/in.bin',
      'ENOENT: no such file or directory, open <path>',
    ],
    ['cannot read ./a/b, ../c or ~/d (C:\\x\\y)', 'cannot read <path> or <path> (<path>)'],
    ['File walk_01.csv of input data is no longer there.', 'File <path> of input data is no longer there.'],
    ['at data/walk 2.csv:12:5', 'at data/walk <path>'],
    ['fetch https://example.org/a?b=1 failed', 'fetch <path> failed'],
    [
      'weights.lambda_rigid must be above 0 m/s and/or finite',
      'weights.lambda_rigid must be above <n> m/s and/or finite',
    ],
    // ids
    ['job 0b9c1a52-7d1e-4c1e-9a5b-0123456789ab is gone', 'job <id> is gone'],
    ['digest 3f2a9c0d1e differs from 0xFF', 'digest <id> differs from <id>'],
    ['feedbeef defaced 12345678', 'feedbeef defaced <n>'],
  ])('%j', (message, key) => {
    expect(normaliseMessage(message)).toBe(key);
  });

  it('gives jobs that differ in numbers, names, files and ids one key', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uuid(), fc.stringMatching(/^[a-z]{1,8}$/), (n, id, name) => {
        const of = (count: number, uuid: string, text: string) =>
          normaliseMessage(`Frame ${count} of "${text}" in /data/${text}/${count}.csv (${uuid}) is empty.`);
        expect(of(n, id, name)).toBe(of(7, '0b9c1a52-7d1e-4c1e-9a5b-0123456789ab', 'x'));
      }),
    );
  });

  it('is stable and bounded', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (message) => {
        const key = normaliseMessage(message);
        expect(key.length).toBeLessThanOrEqual(maxFailureKeyLength);
        expect(key).toBe(key.trim());
        expect(normaliseMessage(message)).toBe(key);
      }),
    );
  });

  it.each(['"', "'", '“', '`', '0x', 'a:', '/', '1.', '1,', '<n>', ' and ', 'é', 'a.csv', 'f'])(
    'reads a megabyte of %j without getting lost',
    (piece) => {
      expect(normaliseMessage(piece.repeat(1_000_000 / piece.length)).length).toBeLessThanOrEqual(
        maxFailureKeyLength,
      );
    },
  );
});
