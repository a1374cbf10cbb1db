import { describe, expect, it } from '@jest/globals';
import { cholesky, solveLower, solveUpper } from './cholesky.js';

describe('the Cholesky decomposition', () => {
  it('solves a system of equations', () => {
    const matrix = [[4], [2, 5], [0.4, -1, 3]].map((row) => Float64Array.from(row));
    const lower = cholesky(matrix) ?? [];
    const x = solveUpper(lower, solveLower(lower, [1, -2, 0.5]));
    const at = (i: number, j: number) => matrix[Math.max(i, j)]?.[Math.min(i, j)] ?? Number.NaN;
    [1, -2, 0.5].forEach((expected, i) => {
      expect([0, 1, 2].reduce((sum, j) => sum + at(i, j) * (x[j] ?? 0), 0)).toBeCloseTo(expected, 12);
    });
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(cholesky([[1], [2, 1]].map((row) => Float64Array.from(row)))).toBeNull();
  });
});
