/** Reference values: R 4.2.2, pnorm(z) and qnorm(p). */
import { describe, expect, it } from '@jest/globals';
import { normalCdf, normalQuantile, normalTwoSided } from './normal.js';

const relativeError = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('standard normal distribution', () => {
  it.each([
    [-9, 1.1285884059538408e-19],
    [-3.3, 0.00048342414238377744],
    [-1.96, 0.024997895148220428],
    [-0.5, 0.30853753872598694],
    [0, 0.5],
    [0.7, 0.75803634777692697],
    [2.4999, 0.99378858162505546],
    [2.5001, 0.99379208728518476],
    [5, 0.99999971334842808],
  ])('P(Z ≤ %d)', (z, p) => expect(relativeError(normalCdf(z), p)).toBeLessThan(1e-12));

  it.each([
    [6, 1.9731752900753962e-9],
    [-12, 3.5529642241553581e-33],
  ])('P(|Z| ≥ |%d|)', (z, p) => expect(relativeError(normalTwoSided(z), p)).toBeLessThan(1e-12));

  it.each([
    [1e-10, -6.3613409024040557],
    [0.025, -1.9599639845400538],
    [0.3, -0.52440051270804067],
    [0.9, 1.2815515655446008],
    [0.999, 3.0902323061678132],
  ])('quantile of %d', (p, z) => expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-12));

  it('has its median at zero and nothing far out', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 14);
    expect(normalTwoSided(0)).toBe(1);
    expect(normalTwoSided(100)).toBe(0);
  });
});
