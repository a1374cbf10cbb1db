import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { heatmap, heatmapAxes } from './heatmap';
import { heatmapLayout, tooltipSide } from './heatmap-layout';

/** A full grid of `columns` × `rows` settings. */
function layoutOf(columns: number, rows: number, name: (column: number) => number | string = (x) => x) {
  const results = Array.from({ length: columns * rows }, (_, index) => ({
    params: { a: name(index % columns), b: Math.floor(index / columns) },
    values: [6 + index / 1000],
  }));
  const comparison = comparisonOf(results);
  return heatmapLayout(heatmap(comparison, heatmapAxes(comparison, 'a', 'b')!));
}

describe('the size of the heatmap', () => {
  it('grows with the rows up to the height of a screen', () => {
    expect(layoutOf(3, 4).heightPx - layoutOf(3, 3).heightPx).toBe(51);
    expect(layoutOf(2, 100).heightPx).toBe(layoutOf(2, 200).heightPx);
  });

  it('keeps a number legible in each column and lets few columns not become bars', () => {
    const many = layoutOf(20, 3);
    expect(many.minWidthPx / 20).toBeGreaterThanOrEqual(44);
    expect(many.maxWidthPx).toBeGreaterThan(many.minWidthPx);
    expect(layoutOf(2, 3).maxWidthPx).toBeLessThan(400);
  });

  it('widens columns for long labels, which are cut, and stays drawable with hundreds', () => {
    const long = layoutOf(5, 2, (x) => `a rather long text ${x}`);
    expect(long.xLabels[0]).toBe('a rather long…');
    expect(long.minWidthPx).toBeGreaterThan(layoutOf(5, 2).minWidthPx);
    expect(layoutOf(300, 2).minWidthPx).toBeLessThan(2500);
  });

  it('leaves room for the title beside a single row', () => {
    const comparison = comparisonOf([
      { params: { a: 1, 'weights.lambda_rot_smooth': 1 }, values: [1] },
      { params: { a: 2, 'weights.lambda_rot_smooth': 2 }, values: [2] },
    ]);
    const axes = heatmapAxes(comparison, 'a', null)!;
    const layout = heatmapLayout(heatmap(comparison, axes));
    expect(layout.yTitle).toHaveLength('lambda_rot_smooth'.length);
    expect(layout.heightPx).toBeGreaterThan(layoutOf(2, 2).heightPx);
  });
});

describe('the side of the tooltip', () => {
  it('points into the part that is seen', () => {
    const seen = { fromPx: 600, widthPx: 300 };
    expect([650, 750, 850].map((x) => tooltipSide(x, seen))).toEqual(['left', 'center', 'right']);
  });
});
