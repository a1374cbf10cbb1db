import { describe, expect, it } from '@jest/globals';
import { jobsAtOnce } from './jobs-at-once.js';

describe('jobs at once', () => {
  it.each([
    ['all cores unless said otherwise', {}, undefined, 8, 8],
    ['S3-28 conservative', {}, 'conservative', 8, 4],
    ['S3-28 conservative on one core', {}, 'conservative', 1, 1],
    ['S3-28 optimal', {}, 'optimal', 8, 8],
    ['S3-28 io', {}, 'io', 8, 16],
    ['a number', { concurrency: 3 }, undefined, 8, 3],
    ['one after another', { mode: 'sequential' }, 'io', 8, 1],
  ] as const)('%s', (_, options, preset, cores, expected) => {
    expect(jobsAtOnce(options, preset, cores)).toBe(expected);
  });

  it.each([
    ['S1-04 one, where memory has room for no more', {}, undefined, 1],
    ['what was asked for, whatever memory there is', { concurrency: 3 }, undefined, 3],
    ['what a preset says, whatever memory there is', {}, 'optimal', 8],
  ] as const)('%s', (_, options, preset, expected) => {
    expect(jobsAtOnce(options, preset, 8, { jobBytes: 1e9, jobs: 1 })).toBe(expected);
  });

  it('are said once, by a preset that exists', () => {
    expect(() => jobsAtOnce({}, 'all', 8)).toThrow(
      '--workers is all: expected one of conservative, optimal, io.',
    );
    expect(() => jobsAtOnce({ concurrency: 2 }, 'io', 8)).toThrow('Give one of --workers and --concurrency');
  });
});
