import { describe, expect, it } from '@jest/globals';
import { durationText } from '../jobs/duration-text.js';
import { estimateMemory, estimateSeconds, groupByLocality } from './bulk-estimate.js';

const of = (...names: string[]) => names.map((subject) => ({ subject }));

describe('groupByLocality', () => {
  it('S2-111: brings entries of one video together and keeps the order otherwise', () => {
    const entries = of(
      '20250624_chem_02_B01_e01',
      '20240411_A01_e02',
      '20250624_chem_02_B02_e01',
      '20250624_chem_02_B01_e02',
      'other',
      '20240411_A01_e01',
    );
    expect(groupByLocality(entries).map(({ subject }) => subject)).toEqual([
      '20250624_chem_02_B01_e01',
      '20250624_chem_02_B01_e02',
      '20240411_A01_e02',
      '20240411_A01_e01',
      '20250624_chem_02_B02_e01',
      'other',
    ]);
  });

  it('S2-111: takes another key', () => {
    const grouped = groupByLocality(of('a1', 'b1', 'a2', 'b2'), ({ subject }) => subject.slice(1));
    expect(grouped.map(({ subject }) => subject)).toEqual(['a1', 'b1', 'a2', 'b2']);
    const byLetter = groupByLocality(of('a1', 'b1', 'a2', 'b2'), ({ subject }) => subject.slice(0, 1));
    expect(byLetter.map(({ subject }) => subject)).toEqual(['a1', 'a2', 'b1', 'b2']);
  });
});

describe('estimates', () => {
  it('S2-112: tell the memory in MB', () => {
    expect(estimateMemory(null, 'phenotype_assignment', 1_000).overheadMb).toBeCloseTo(0.0954, 4);
    expect(estimateMemory(null, 'flag_detection', 1_000).overheadMb).toBeCloseTo(0.1907, 4);
    const { currentMb, overheadMb, totalMb } = estimateMemory(['x'], 'validation', 9);
    expect([overheadMb, totalMb]).toEqual([0, currentMb]);
  });

  it('S2-113: measure what is held by its text', () => {
    expect(estimateMemory({ note: 'µ'.repeat(524_283) }, 'validation', 0).currentMb).toBeCloseTo(1, 5);
  });

  it('S2-114: tell the time, shown in seconds, minutes or hours', () => {
    expect(estimateSeconds('phenotype_assignment', 1_000)).toBe(10);
    expect(estimateSeconds('annotation', 360_000)).toBe(7_200);
    expect([10, 600, 7_200].map((seconds) => durationText(seconds))).toEqual(['10 s', '10 min', '2 h']);
  });
});
