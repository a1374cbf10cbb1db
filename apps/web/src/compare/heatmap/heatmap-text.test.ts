import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { heatmap, heatmapAxes } from './heatmap';
import { axisTitle, cellLines, heatmapFinding, marksOf } from './heatmap-text';

const params = (a: number, b: number, c: number) => ({ a, b, c });
const comparison = comparisonOf(
  [
    { params: params(1, 1, 1), values: [10] },
    { params: params(1, 1, 2), values: [20, 22] },
    { params: params(1, 2, 1), failed: 2 },
    { params: params(2, 1, 1), values: [4] },
  ],
  { baselineKey: 's1' },
);
const map = heatmap(comparison, heatmapAxes(comparison, 'a', 'b')!);
const cell = (row: number, column: number) => map.rows[row]!.cells[column]!;

describe('the heatmap as a sentence', () => {
  it('names its lowest and highest cell and counts those without a value', () => {
    const text = heatmapFinding(map, comparison);
    expect(text).toContain(
      'by b (rows) and a (columns): from 4 mm at a = 2, b = 1 to 15.5 mm at a = 1, b = 1.',
    );
    expect(text).toMatch(/ 2 of 4 cells without a value\.$/);
  });

  it('says so while there is no value', () => {
    const failed = comparisonOf([
      { params: { a: 1, b: 1 }, failed: 1 },
      { params: { a: 2, b: 2 }, failed: 1 },
    ]);
    const empty = heatmap(failed, heatmapAxes(failed, 'a', 'b')!);
    expect(heatmapFinding(empty, failed)).toMatch(/: no value yet\.$/);
  });
});

describe('a cell in words', () => {
  it('has its place, its mean with unit, and what the mean is taken over', () => {
    expect(cellLines(cell(0, 0), 1, map, comparison)).toEqual([
      'a = 1',
      'b = 1',
      'Mean 15.5 mm',
      'n = 3 jobs, 2 of 2 settings',
      'Holds the baseline',
    ]);
    expect(cellLines(cell(0, 1), 1, map, comparison)).toEqual([
      'a = 2',
      'b = 1',
      'Mean 4 mm',
      'n = 1 job',
      'Holds the best setting',
    ]);
  });

  it('says why it has no number', () => {
    expect(cellLines(cell(1, 0), 2, map, comparison).at(-1)).toBe('No value: failed');
    expect(cellLines(cell(1, 1), 2, map, comparison).at(-1)).toBe('No value: not tried');
  });

  it('holds nothing where nothing was tried', () => {
    expect(marksOf(cell(1, 1), comparison)).toEqual({ best: false, baseline: false });
  });

  it('names parameters shortly, with their unit', () => {
    const axis = { path: 'optimization.loss_width', title: 'Loss width', unit: 'mm', values: [] };
    expect(axisTitle(axis)).toBe('loss_width (mm)');
  });
});
