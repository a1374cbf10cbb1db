import { describe, expect, it } from '@jest/globals';
import { dimensionsOf } from './coverage-dimensions.js';
import { groupsOf, layoutOf } from './coverage-map.js';
import type { DesignCell } from './design-cells.js';

const cellsOf = (
  settings: readonly DesignCell['setting'][],
  inputs: readonly string[] = ['a.csv'],
): DesignCell[] =>
  settings.flatMap((setting) =>
    inputs.map((inputLabel) => ({ position: 0, cellKey: '', setting, inputLabel, replicate: 1 })),
  );
const grid = (a: number, b: number) =>
  Array.from({ length: a * b }, (_, index) => ({ a: (index % a) * 10, b: `b${Math.floor(index / a)}` }));

describe('what a map can be laid out by', () => {
  it('is what varies: numbers ascending, texts as they come, what is not set last', () => {
    const cells = cellsOf([{ a: 10, loss: 'huber' }, { a: 1, loss: 'cauchy' }, { a: 5 }], ['x.csv', 'y.csv']);
    expect(
      dimensionsOf(cells).map(({ name, levels }) => [name, ...levels.map(({ value }) => value)]),
    ).toEqual([
      ['a', 1, 5, 10],
      ['loss', 'huber', 'cauchy', null],
      ['input', 'x.csv', 'y.csv'],
    ]);
    expect(dimensionsOf(cellsOf([{ a: 1 }]))).toEqual([]);
  });

  it('puts many values together, each cell in one place', () => {
    const [a] = dimensionsOf(cellsOf(grid(100, 2)));
    expect(a?.levels).toHaveLength(20);
    expect(a?.levels[0]).toEqual({ value: 0, to: 40 });
    expect(a?.levels[19]).toEqual({ value: 950, to: 990 });
  });

  it('puts drawn values together, but not those of a single axis', () => {
    const drawn = Array.from({ length: 12 }, (_, index) => ({ a: index, b: (index * 7) % 12 }));
    expect(dimensionsOf(cellsOf(drawn)).map(({ levels }) => levels.length)).toEqual([6, 6]);
    expect(dimensionsOf(cellsOf(drawn.map(({ a }) => ({ a }))))[0]?.levels).toHaveLength(12);
  });
});

describe('the groups of a map', () => {
  const cells = cellsOf(grid(3, 2), ['x.csv', 'y.csv']);
  const dimensions = dimensionsOf(cells);
  const states = cells.map((cell) => ({ ...cell, state: 'missing' as const, jobId: null }));

  it('are those of the first two dimensions, or of those asked for', () => {
    const names = (request: object) => {
      const { rows, columns } = layoutOf(dimensions, request);
      return [rows?.name, columns?.name];
    };
    expect(names({})).toEqual(['a', 'b']);
    expect(names({ rows: 'input' })).toEqual(['input', 'a']);
    expect(names({ rows: 'b', columns: 'b' })).toEqual(['b', 'a']);
    expect(names({ columns: 'a' })).toEqual(['b', 'a']);
    expect(names({ rows: 'gone' })).toEqual(['a', 'b']);
  });

  it('hold every cell once', () => {
    const groups = groupsOf(states, null, layoutOf(dimensions, { rows: 'input' }));
    expect(
      groups.map(({ row, column, counts, cells: shown }) => [row, column, counts.missing, shown]),
    ).toEqual([
      [0, 0, 2, null],
      [0, 1, 2, null],
      [0, 2, 2, null],
      [1, 0, 2, null],
      [1, 1, 2, null],
      [1, 2, 2, null],
    ]);
  });
});
