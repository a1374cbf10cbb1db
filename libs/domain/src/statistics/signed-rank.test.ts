/** Reference values: R 4.2.2, wilcox.test(d)$p.value, which wilcox.test(x, y, paired = TRUE) calls with d = x − y. */
import { describe, expect, it } from '@jest/globals';
import { signedRankP } from './signed-rank.js';

const sines = (n: number, shift: number) => Array.from({ length: n }, (_, i) => Math.sin(i + 1) + shift);

// Hollander and Wolfe (1973), page 29, as in the help page of wilcox.test.
const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

describe('signed-rank test', () => {
  it.each([
    ['exact: wilcox.test(x, y, paired = TRUE)', x.map((value, i) => value - (y[i] ?? 0)), 0.0390625],
    ['exact, all positive: c(1, 2, 3, 4, 5.5)', [1, 2, 3, 4, 5.5], 0.0625],
    ['exact, one difference: c(2)', [2], 1],
    ['exact, in the middle: c(1, -2, -3, 4)', [1, -2, -3, 4], 1],
    ['exact, the largest: sin(1:49) + 0.2', sines(49, 0.2), 0.050628584741343026],
    ['normal from 50 on: sin(1:50) + 0.2', sines(50, 0.2), 0.055959723205615666],
    ['normal: sin(1:60) + 0.3', sines(60, 0.3), 0.0012463155916098451],
    ['ties: c(1, 2, 2, -3, 4, 5, 5, -5, 6, 7)', [1, 2, 2, -3, 4, 5, 5, -5, 6, 7], 0.101799415202487],
    [
      'zeros: c(0, 1, 2, -3, 4, 0, 5.5, -6, 7, 8, 9)',
      [0, 1, 2, -3, 4, 0, 5.5, -6, 7, 8, 9],
      0.12353425375256949,
    ],
    ['ties in the middle: c(1, -1, 2, -2)', [1, -1, 2, -2], 1],
  ])('%s', (_, differences, p) => {
    expect(Math.abs((signedRankP(differences) ?? Number.NaN) / p - 1)).toBeLessThan(1e-9);
    const swapped = differences.map((difference) => -difference);
    expect(Math.abs((signedRankP(swapped) ?? Number.NaN) / p - 1)).toBeLessThan(1e-9);
  });

  it('says nothing where nothing differs', () => {
    expect(signedRankP([])).toBeNull();
    expect(signedRankP([0, 0, 0])).toBeNull();
  });
});
