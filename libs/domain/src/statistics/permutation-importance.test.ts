import { describe, expect, it } from '@jest/globals';
import { mulberry32 } from '../batches/seeded.js';
import { permutationImportance } from './permutation-importance.js';
import { type Column, growTree, predict } from './regression-tree.js';

const random = mulberry32(3);
const rows = 120;
const column = (binCount: number, isOrdered: boolean): Column => ({
  bins: Uint16Array.from({ length: rows }, () => Math.floor(random() * binCount)),
  binCount,
  isOrdered,
});
const noise = () => random() - 0.5;
const bin = ({ bins }: Column, row: number) => bins[row] ?? 0;

const strong = column(20, true);
const named = column(6, false);
const idle = column(20, true);
const valuesOf = (of: (row: number) => number) => Float64Array.from({ length: rows }, (_, row) => of(row));

describe('permutation importance', () => {
  it('finds what matters, curved or without order, and what does not', () => {
    const odd = (row: number) => (bin(named, row) % 2) * 6;
    const values = valuesOf((row) => (bin(strong, row) - 10) ** 2 / 5 + odd(row) + noise());
    const found = permutationImportance([idle, strong, named], values);
    const [first, second, third] = found?.shares ?? [];
    expect(first?.share).toBeLessThan(0.03);
    // Twice the variance that a column contributes is what shuffling it costs: here about 44 to 9.
    expect(second?.share).toBeGreaterThan(0.6);
    expect(third?.share).toBeGreaterThan(0.1);
    expect((first?.share ?? 0) + (second?.share ?? 0) + (third?.share ?? 0)).toBeCloseTo(1, 12);
    for (const each of [first, second, third]) {
      expect(each?.low).toBeLessThanOrEqual(each?.share ?? -1);
      expect(each?.high).toBeGreaterThanOrEqual(each?.share ?? 2);
    }
    expect(second?.low).toBeLessThan(second?.high ?? 0);
    expect(found?.n).toBe(rows);
  });

  it('gives equal columns equal shares, and the same figures each time', () => {
    const [left, right] = [column(10, true), column(10, true)];
    const values = valuesOf((row) => bin(left, row) + bin(right, row) + noise());
    const found = permutationImportance([left, right], values);
    expect(Math.abs((found?.shares[0]?.share ?? 0) - 0.5)).toBeLessThan(0.1);
    expect(permutationImportance([left, right], values)).toEqual(found);
  });

  it('calls nothing important where the columns predict nothing', () => {
    expect(permutationImportance([idle, strong, named], valuesOf(noise))).toBeNull();
  });
});

describe('regression tree', () => {
  it('reproduces a step and keeps five rows in each leaf', () => {
    const values = valuesOf((row) => (bin(strong, row) < 7 ? 1 : 5));
    const all = Array.from({ length: rows }, (_, row) => row);
    const tree = growTree([idle, strong], values, all, 5);
    for (const row of all) {
      const at = (each: number) => bin(each === 0 ? idle : strong, row);
      expect(predict(tree, at)).toBeCloseTo(values[row] ?? 0, 12);
    }
    expect(growTree([strong], values, [0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toHaveProperty('mean');
  });
});
