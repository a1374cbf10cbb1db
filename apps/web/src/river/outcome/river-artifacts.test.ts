import { describe, expect, it } from '@jest/globals';
import type { WholeJob } from '@/jobs/queries';
import { restOf, riverOutcome } from './river-artifacts';

type Job = Parameters<typeof riverOutcome>[0];
const job = (name: string, paths: readonly string[]): Job => ({
  artifacts: paths.map((path) => ({ path })) as unknown as WholeJob['artifacts'],
  batch: { pipeline: { name } } as unknown as WholeJob['batch'],
});
const paths = [
  'space-time-10.png',
  'section.png',
  'frame.png',
  'space-time-2.png',
  'a_discharge.csv',
  'report.html',
];

describe('what a river job left', () => {
  it('is sorted by what it is for, lines by number', () => {
    const { frame, section, rectified, spaceTime, verticals } = riverOutcome(job('river-discharge', paths))!;
    expect([frame, section, rectified, verticals].map((artifact) => artifact?.path)).toEqual([
      'frame.png',
      'section.png',
      undefined,
      'a_discharge.csv',
    ]);
    expect(spaceTime.map(({ path }) => path)).toEqual(['space-time-2.png', 'space-time-10.png']);
  });
  it('is shown once', () => {
    const all = job('river-discharge', paths);
    expect(restOf(all.artifacts, riverOutcome(all)).map(({ path }) => path)).toEqual([
      'a_discharge.csv',
      'report.html',
    ]);
  });
  it('is nothing of another pipeline, or of a job without pictures', () => {
    expect(riverOutcome(job('rigid-body', paths))).toBeNull();
    expect(riverOutcome(job('river-discharge', ['report.html']))).toBeNull();
    const all = job('rigid-body', paths);
    expect(restOf(all.artifacts, null)).toBe(all.artifacts);
  });
});
