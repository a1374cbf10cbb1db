import { describe, expect, it } from '@jest/globals';
import { comparisonOf, type SettingResult } from '../comparison.fixture';
import { heatmap, heatmapAxes, keysWithin } from './heatmap';

const params = (a: number, b: number, c: number) => ({ a, b, c });
const grid: SettingResult[] = [
  { params: params(1, 1, 1), values: [10] },
  { params: params(1, 1, 2), values: [20, 22] },
  { params: params(1, 2, 1), failed: 2 },
  { params: params(1, 2, 2), failed: 1 },
  { params: params(2, 1, 1), unfinished: 1 },
  { params: params(2, 1, 2), failed: 1 },
  { params: params(2, 2, 1), cancelled: 1 },
  { params: params(3, 2, 2), values: [5] },
];
const comparison = comparisonOf(grid);

describe('the axes of the heatmap', () => {
  it('are the two with the largest ranges, unless others are asked for', () => {
    const ranges = [...comparison.effects].sort((x, y) => y.range - x.range).map(({ path }) => path);
    const axes = heatmapAxes(comparison, null, null);
    expect([axes?.x.path, axes?.y.path]).toEqual(ranges.slice(0, 2));
    const asked = heatmapAxes(comparison, 'c', 'a');
    expect([asked?.x.path, asked?.y.path]).toEqual(['c', 'a']);
  });

  it('never are the same one twice, and unknown ones are replaced', () => {
    const same = heatmapAxes(comparison, 'a', 'a');
    expect(same?.x.path).toBe('a');
    expect(same?.y.path).not.toBe('a');
    expect(heatmapAxes(comparison, 'nowhere', 'b')?.y.path).toBe('b');
  });

  it('are absent when fewer than two parameters vary', () => {
    const one = comparisonOf([
      { params: { a: 1 }, values: [1] },
      { params: { a: 2 }, values: [2] },
    ]);
    expect(heatmapAxes(one, null, null)).toBeNull();
  });
});

describe('the cells of the heatmap', () => {
  const map = heatmap(comparison, heatmapAxes(comparison, 'a', 'b')!);
  const cell = (a: number, b: number) =>
    map.rows.find((row) => row.y === b)?.cells.find((entry) => entry.x === a);

  it('are means of the settings, with the jobs behind them', () => {
    expect(cell(1, 1)).toEqual({
      x: 1,
      mean: 15.5,
      jobs: 3,
      keys: ['s0', 's1'],
      settingsWithValue: 2,
      lack: null,
    });
    expect(map.range).toEqual({ min: 5, max: 15.5 });
    expect(map.averaged.map(({ path }) => path)).toEqual(['c']);
  });

  it('say why they have no number', () => {
    expect(cell(1, 2)?.lack).toBe('failed');
    expect(cell(2, 1)?.lack).toBe('not finished');
    expect(cell(2, 2)?.lack).toBe('cancelled');
    expect(cell(3, 1)?.lack).toBe('not tried');
    expect(cell(3, 1)?.keys).toEqual([]);
  });
});

describe('a rectangle over the heatmap', () => {
  const map = heatmap(comparison, heatmapAxes(comparison, 'a', 'b')!);
  const columns = map.x.values.length;
  const centres = map.rows.flatMap(({ cells }, y) => cells.map((_, x) => ({ x: 10 * x + 5, y: 10 * y + 5 })));

  it('holds the settings of the cells whose centres it covers', () => {
    const area = { left: 0, top: 0, right: 16, bottom: 9 };
    expect(keysWithin(map, centres, area)).toEqual(
      map.rows[0]?.cells.slice(0, 2).flatMap(({ keys }) => keys),
    );
    const all = { left: 0, top: 0, right: 10 * columns, bottom: 100 };
    expect(keysWithin(map, centres, all)).toHaveLength(comparison.settings.length);
    expect(keysWithin(map, centres, { left: 6, top: 6, right: 14, bottom: 14 })).toEqual([]);
    expect(keysWithin(map, [], all)).toEqual([]);
  });
});

describe('a heatmap of drawn values', () => {
  const drawn = (count: number) =>
    comparisonOf(
      Array.from({ length: count }, (_, index) => ({
        params: { a: index + 0.5, b: ((index * 7) % count) * 10, loss: index % 2 ? 'huber' : 'cauchy' },
        values: [index],
      })),
    );

  it('has ranges of equally many values, so that few cells stay empty', () => {
    const comparison = drawn(24);
    const map = heatmap(comparison, heatmapAxes(comparison, 'a', 'b')!);
    expect(map.isBinned).toBe(true);
    expect(map.x.values).toEqual(['0.5–4.5', '5.5–9.5', '10.5–13.5', '14.5–18.5', '19.5–23.5']);
    expect(map.rows.flatMap(({ cells }) => cells.flatMap(({ keys }) => keys))).toHaveLength(24);
  });

  it('keeps few values, and grids, as they are', () => {
    const few = drawn(12);
    expect(heatmap(few, heatmapAxes(few, 'a', 'b')!).isBinned).toBe(false);
    const switched = drawn(24);
    expect(heatmap(switched, heatmapAxes(switched, 'a', 'loss')!).isBinned).toBe(false);
    const values = Array.from({ length: 13 }, (_, index) => index);
    const whole = comparisonOf(
      values.flatMap((a) => values.map((b) => ({ params: { a, b }, values: [a + b] }))),
    );
    expect(heatmap(whole, heatmapAxes(whole, 'a', 'b')!).isBinned).toBe(false);
  });
});
