import { describe, expect, it } from '@jest/globals';
import { jobsAtOnce } from './jobs-at-once.js';

const machine = { cores: 8, memory: null, defaultConcurrency: null };

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
    expect(jobsAtOnce(options, preset, { ...machine, cores }).concurrency).toBe(expected);
  });

  it.each([
    ['S1-03 the default of the pipeline', {}, undefined, 8, 3, 'the default of this pipeline'],
    ['S1-03 no more than cores', {}, undefined, 2, 2, 'one for each processor core'],
    ['S1-03 a number, whatever the default', { concurrency: 5 }, undefined, 8, 5, null],
    [
      'S1-03 a mode, whatever the default',
      { mode: 'parallel' },
      undefined,
      8,
      8,
      'one for each processor core',
    ],
    ['S1-03 a preset, whatever the default', {}, 'optimal', 8, 8, null],
  ] as const)('%s', (_, options, preset, cores, concurrency, why) => {
    const facts = { ...machine, cores, defaultConcurrency: 3 };
    expect(jobsAtOnce(options, preset, facts)).toEqual({ concurrency, why });
  });

  it.each([
    ['S1-04 one, where memory has room for no more', {}, undefined, 1],
    ['what was asked for, whatever memory there is', { concurrency: 3 }, undefined, 3],
    ['what a preset says, whatever memory there is', {}, 'optimal', 8],
  ] as const)('%s', (_, options, preset, expected) => {
    const facts = { cores: 8, memory: { jobBytes: 1e9, jobs: 1 }, defaultConcurrency: 3 };
    expect(jobsAtOnce(options, preset, facts).concurrency).toBe(expected);
  });

  it('are said once, by a preset that exists', () => {
    expect(() => jobsAtOnce({}, 'all', machine)).toThrow(
      '--workers is all: expected one of conservative, optimal, io.',
    );
    expect(() => jobsAtOnce({ concurrency: 2 }, 'io', machine)).toThrow(
      'Give one of --workers and --concurrency',
    );
  });
});
