import { describe, expect, it } from '@jest/globals';
import type { MergedCells, SheetCell } from './cell.js';
import { findHeader, headerAt } from './header.js';

const rowsOf = (...rows: readonly (readonly SheetCell[])[]) =>
  rows.map((cells, index) => ({ number: index + 1, cells }));

describe('the row of headings', () => {
  it.each<[string, readonly (readonly SheetCell[])[], number]>([
    [
      'first',
      [
        ['id', 'dose'],
        ['a', 1],
        ['b', 2],
      ],
      1,
    ],
    [
      'below a title and a note',
      [['Plate 3'], ['measured by Ada', null], ['id', 'dose', 'unit'], ['a', 1, 'µM'], ['b', 2, 'µM']],
      3,
    ],
    [
      'above rows of texts only',
      [
        ['subject', 'phenotype', 'frames'],
        ['A01', 'EDEMA', 'all'],
        ['A01', 'EDEMA', '[5:10]'],
      ],
      1,
    ],
    [
      'above rows that leave most cells blank',
      [
        ['subject', 'genotype', 'phenotype', 'frames'],
        ['A01', 'WT', null, null],
        ['A02', null, 'EDEMA', '[5:10]'],
        ['A02', null, 'EDEMA', '5'],
        ['A03', 'WT', null, null],
      ],
      1,
    ],
    [
      'above numbers that are texts',
      [
        ['id', 'dose'],
        ['007', '1,5'],
        ['008', '2,5'],
      ],
      1,
    ],
    [
      'below a row of dates',
      [
        ['2026-01-01', '2026-01-02'],
        ['well', 'value'],
        ['A1', '3'],
      ],
      2,
    ],
  ])('is found: %s', (_, rows, expected) => {
    expect(findHeader(rowsOf(...rows))?.row).toBe(expected);
  });

  it('joins merged headings of groups, and names columns without one', () => {
    const rows = rowsOf(
      [null, 'Dose', null, 'Note'],
      ['id', 'value', 'unit', null, null],
      ['a', 1, 'µM', 'x', 'y'],
    );
    const merged: MergedCells[] = [{ firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 2 }];
    expect(headerAt(rows, 2, merged)?.headings).toEqual([
      'id',
      'Dose / value',
      'Dose / unit',
      'Column D',
      'Column E',
    ]);
  });

  it('is no title merged over the whole table', () => {
    const rows = rowsOf(['Results of plate 3', null], ['id', 'dose'], ['a', 1]);
    const merged: MergedCells[] = [{ firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 1 }];
    expect(findHeader(rows, merged)?.headings).toEqual(['id', 'dose']);
  });

  it('has no two alike, and none of a megabyte', () => {
    const long = `${'1'.repeat(1_000_000)}x`;
    const rows = [
      { number: 1, cells: ['id', 'note', 'note', 'Note', 'note'] },
      { number: 2, cells: ['e1', long, `${'('.repeat(1_000_000)}`, 1, 2] },
    ];
    expect(findHeader(rows)?.headings).toEqual(['id', 'note', 'note #2', 'Note', 'note #3']);
    expect(headerAt(rows, 2)?.headings[1]).toHaveLength(200);
  });

  it('is absent where nothing is', () => {
    expect(findHeader([])).toBe(null);
    expect(headerAt([], 1)).toBe(null);
  });
});
