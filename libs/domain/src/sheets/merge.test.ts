import { describe, expect, it } from '@jest/globals';
import { mulberry32 } from '../batches/seeded.js';
import type { FieldValue } from './field.js';
import { cellHash, compareCell, compareRow, mergedChanges, undecided } from './merge.js';

describe('a cell that comes back', () => {
  it.each<[FieldValue, FieldValue, FieldValue, string]>([
    ['a', 'a', 'a', 'unchanged'],
    ['a', 'b', 'a', 'changed_in_sheet'],
    ['a', 'a', 'b', 'changed_here'],
    ['a', 'b', 'b', 'changed_alike'],
    ['a', 'b', 'c', 'conflict'],
    [null, '', null, 'unchanged'],
    ['a', null, 'a', 'changed_in_sheet'],
    [0.1 + 0.2, 0.3, 0.1 + 0.2, 'unchanged'],
    [0, null, 0, 'changed_in_sheet'],
    [1, '1', 1, 'changed_in_sheet'],
    [false, null, false, 'changed_in_sheet'],
  ])('exported %j, in the sheet %j, here %j: %s', (base, theirs, ours, change) => {
    expect(compareCell(cellHash(base), theirs, ours)).toBe(change);
  });
});

const hashes = (values: Record<string, FieldValue>) =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, cellHash(value)]));

describe('a row that comes back', () => {
  const base = { value: 'EDEMA', note: 'n', confidence: 0.5 };

  it('writes what changed in the sheet, and conflicts only as decided', () => {
    const row = compareRow(
      ['value', 'note', 'confidence'],
      hashes(base),
      { value: 'DEAD', note: 'sheet', confidence: 0.5 },
      { value: 'EDEMA', note: 'here', confidence: 0.9 },
    );
    if (row.kind !== 'conflict') throw new Error(row.kind);
    expect(row.cells.map(({ field, change }) => [field, change])).toEqual([
      ['value', 'changed_in_sheet'],
      ['note', 'conflict'],
      ['confidence', 'changed_here'],
    ]);
    expect(undecided(row.cells, {}).map(({ field }) => field)).toEqual(['note']);
    expect(mergedChanges(row.cells, {})).toEqual({ value: 'DEAD' });
    expect(mergedChanges(row.cells, { note: 'ours' })).toEqual({ value: 'DEAD' });
    expect(mergedChanges(row.cells, { note: 'theirs' })).toEqual({ value: 'DEAD', note: 'sheet' });
  });

  it('is new, gone, or compared with here alone where it was not exported', () => {
    expect(compareRow(['value'], null, base, null)).toEqual({ kind: 'new' });
    expect(compareRow(['value'], hashes(base), base, null)).toEqual({ kind: 'gone' });
    expect(compareRow(['value'], null, base, base)).toEqual({ kind: 'unchanged' });
    expect(compareRow(['value'], null, base, { value: 'x' })).toMatchObject({
      kind: 'changed',
      cells: [{ change: 'changed_in_sheet' }],
    });
  });
});

it('finds exactly the cells edited, whatever they are', () => {
  const random = mulberry32(7);
  const fields = ['a', 'b', 'c', 'd'];
  const someValue = (): FieldValue =>
    [null, Math.floor(random() * 5), random(), `t${Math.floor(random() * 5)}`, random() < 0.5][
      Math.floor(random() * 5)
    ] ?? null;
  for (let times = 0; times < 500; times++) {
    const base = Object.fromEntries(fields.map((field) => [field, someValue()]));
    const edited = fields.filter(() => random() < 0.3);
    const theirs = { ...base, ...Object.fromEntries(edited.map((field) => [field, `edited ${field}`])) };
    const row = compareRow(fields, hashes(base), theirs, base);
    const changed = 'cells' in row ? row.cells.map(({ field }) => field) : [];
    expect(changed).toEqual(edited);
    expect('cells' in row ? mergedChanges(row.cells, {}) : {}).toEqual(
      Object.fromEntries(edited.map((field) => [field, `edited ${field}`])),
    );
  }
});

it('hashes differ for many different values', () => {
  const seen = new Set<string>();
  for (let number = 0; number < 50_000; number++) seen.add(cellHash(number)).add(cellHash(`t${number}`));
  expect(seen.size).toBe(100_000);
});
