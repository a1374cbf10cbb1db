import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { metricId, parameterId } from '../quantities';
import { askedOf, changed, chosen, heightOf, moved, parallelAxes, positionAtHeight } from './axes';
import { heightAt, parallelLayout, placeAt, roomyTicks, yOf } from './layout';
import { nearestLine, replicateLines, settingLines } from './lines';

const comparison = comparisonOf([
  { params: { a: 1, loss: 'huber', fixed: 5 }, values: [0.2, 0.4] },
  { params: { a: 100, loss: 'cauchy', fixed: 5 }, values: [0.6, 0.8] },
  { params: { a: 10, loss: 'cauchy', fixed: 5 }, failed: 1 },
]);
const axes = parallelAxes(comparison, []);
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('the axes', () => {
  it('are the varying parameters and then the compared metric', () => {
    expect(ids(axes)).toEqual([parameterId('a'), parameterId('loss'), metricId('error_mm')]);
    expect(axes.map(({ axis }) => axis.kind)).toEqual(['logarithmic', 'category', 'linear']);
  });

  it('are those asked for, without what the comparison does not have', () => {
    const asked = [
      { id: 'metric:gone', scale: null, isFlipped: false },
      { id: parameterId('a'), scale: 'linear', isFlipped: true },
    ] as const;
    expect(parallelAxes(comparison, asked)).toMatchObject([{ id: 'parameter:a', axis: { kind: 'linear' } }]);
    expect(ids(parallelAxes(comparison, asked.slice(0, 1)))).toEqual(ids(axes));
  });

  it('can be moved, changed and chosen', () => {
    expect(ids(moved(axes, metricId('error_mm'), 0))).toEqual([
      'metric:error_mm',
      'parameter:a',
      'parameter:loss',
    ]);
    expect(ids(moved(axes, parameterId('a'), 99))).toEqual([
      'parameter:loss',
      'metric:error_mm',
      'parameter:a',
    ]);
    expect(changed(axes, parameterId('a'), { isFlipped: true })[0]).toEqual({
      id: 'parameter:a',
      scale: null,
      isFlipped: true,
    });
    expect(ids(chosen(axes, ['duration', parameterId('loss')]))).toEqual(['parameter:loss', 'duration']);
    expect(askedOf(axes)).toHaveLength(3);
  });

  it('show the highest value on top unless they are turned', () => {
    const [a] = axes;
    expect(heightOf(a!, 100)).toBeLessThan(heightOf(a!, 1));
    expect(heightOf({ ...a!, isFlipped: true }, 100)).toBeGreaterThan(0.5);
    for (const axis of [a!, { ...a!, isFlipped: true }]) {
      expect(positionAtHeight(axis, heightOf(axis, 10))).toBeCloseTo(10, 9);
    }
  });
});

describe('the lines', () => {
  const lines = settingLines(comparison, axes, [0, 1]);

  it('are one a setting, the best last, broken where a value is missing', () => {
    expect(lines.map(({ key }) => key)).toEqual(['s2', 's1', 's0']);
    expect(lines[0]).toMatchObject({ color: null, heights: [expect.any(Number), expect.any(Number), null] });
    expect(lines[2]?.color).toBe('rgb(68, 1, 84)');
  });

  it('have a thin one for each single value', () => {
    const thin = replicateLines(comparison, axes, lines);
    expect(thin.map(({ key }) => key)).toEqual(['s0', 's0', 's1', 's1']);
    const mean = lines[2]?.heights[2] ?? 0;
    expect(((thin[0]?.heights[2] ?? 0) + (thin[1]?.heights[2] ?? 0)) / 2).toBeCloseTo(mean, 9);
    expect(replicateLines(comparison, axes.slice(0, 2), lines)).toEqual([]);
  });

  it('are found by the nearest place between two axes', () => {
    const simple = [
      { key: 'up', heights: [0, 1], color: null },
      { key: 'flat', heights: [0.2, 0.2], color: null },
      { key: 'broken', heights: [0.9, null], color: null },
    ];
    expect(nearestLine(simple, 0.5, 0.52, 0.1)?.key).toBe('up');
    expect(nearestLine(simple, 0.5, 0.25, 0.1)?.key).toBe('flat');
    expect(nearestLine(simple, 0.5, 0.9, 0.1)).toBeNull();
    expect(nearestLine(simple, 0, 0.88, 0.1)?.key).toBe('broken');
    expect(nearestLine(simple, 1, 0.95, 0.1)?.key).toBe('up');
  });
});

describe('the layout', () => {
  it('spreads the axes, and grows wider than the page rather than let them touch', () => {
    const wide = parallelLayout(axes, 900);
    expect(wide.widthPx).toBe(900);
    expect(parallelLayout(axes, 200).widthPx).toBeGreaterThan(300);
    expect(placeAt(wide, wide.axesPx[1]!)).toBeCloseTo(1, 2);
    expect(placeAt(wide, -50)).toBe(0);
    expect(placeAt(wide, 5000)).toBe(2);
    expect(heightAt(wide, yOf(wide, 0.3))).toBeCloseTo(0.3, 9);
    expect(heightAt(wide, -10)).toBe(0);
  });

  it('drops labels without room, never the ends', () => {
    const ticks = [0, 5, 30, 52, 60].map((y) => ({ y }));
    expect(roomyTicks(ticks).map(({ y }) => y)).toEqual([0, 30, 60]);
    expect(roomyTicks([])).toEqual([]);
  });
});
