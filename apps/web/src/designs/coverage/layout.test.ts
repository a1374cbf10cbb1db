import { describe, expect, it } from '@jest/globals';
import { type CoverageAxis, type CoverageCell, cellLabel, countStates, coverageLayout } from './layout';

const a: CoverageAxis = { parameter: 'weights.a', values: [1, 10] };
const b: CoverageAxis = { parameter: 'weights.b', values: [0, 5, 50] };
const c: CoverageAxis = { parameter: 'loss', values: ['huber', 'cauchy'] };

function cellsOf(axes: readonly CoverageAxis[], inputs: readonly string[]): CoverageCell[] {
  const settings = axes.reduce<Record<string, CoverageAxis['values'][number]>[]>(
    (all, axis) => all.flatMap((one) => axis.values.map((value) => ({ ...one, [axis.parameter]: value }))),
    [{}],
  );
  return settings.flatMap((setting, index) =>
    inputs.map((inputLabel, at) => ({
      position: index * inputs.length + at,
      setting,
      inputLabel,
      replicate: 1,
      state: index === 0 ? ('failed' as const) : ('succeeded' as const),
      jobId: String(index),
      metric: null,
    })),
  );
}

describe('the coverage map', () => {
  it('puts the first axis in rows and the second in columns, with all inputs in a group', () => {
    const layout = coverageLayout(cellsOf([a, b], ['walk_01.csv', 'walk_02.csv']), [a, b]);
    expect(layout.rows.map((row) => row.values)).toEqual([[1], [10]]);
    expect(layout.columnAxis).toBe(b);
    expect(layout.rows[1]?.groups.map((group) => group.cells.map((cell) => cell.position))).toEqual([
      [6, 7],
      [8, 9],
      [10, 11],
    ]);
    expect(layout.largestGroup).toBe(2);
  });

  it('nests further axes in the rows and spans the outer headings', () => {
    const layout = coverageLayout(cellsOf([a, b, c], ['x']), [a, b, c]);
    expect(layout.rows.map((row) => row.values)).toEqual([
      [1, 'huber'],
      [1, 'cauchy'],
      [10, 'huber'],
      [10, 'cauchy'],
    ]);
    expect(layout.rows.map((row) => row.spans)).toEqual([
      [2, 1],
      [0, 1],
      [2, 1],
      [0, 1],
    ]);
    expect(layout.order).toHaveLength(12);
    expect(new Set(layout.order.map((cell) => cell.position)).size).toBe(12);
  });

  it('has one group without axes and one column with a single axis', () => {
    const none = coverageLayout(cellsOf([], ['x', 'y', 'z']), []);
    expect(none.rows).toHaveLength(1);
    expect(none.rows[0]?.groups[0]?.cells).toHaveLength(3);
    const one = coverageLayout(cellsOf([b], ['x']), [b]);
    expect(one.rows.map((row) => row.groups.length)).toEqual([1, 1, 1]);
    expect(one.columnAxis).toBeNull();
  });

  it('leaves a combination without cells empty instead of shifting its neighbours', () => {
    const cells = cellsOf([a, b], ['x']).filter((cell) => cell.position !== 1);
    const groups = coverageLayout(cells, [a, b]).rows[0]?.groups.map((group) => group.cells.length);
    expect(groups).toEqual([1, 0, 1]);
  });

  it('counts states and names cells', () => {
    const cells = cellsOf([a], ['x']);
    expect(countStates(cells)).toEqual({
      missing: 0,
      waiting: 0,
      running: 0,
      succeeded: 1,
      failed: 1,
      stale: 0,
    });
    expect(cellLabel(cells[0] as CoverageCell, true)).toBe('a = 1 · x · replicate 1');
    expect(cellLabel(cells[0] as CoverageCell, false)).toBe('a = 1 · x');
  });
});
