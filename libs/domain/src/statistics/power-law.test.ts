import { describe, expect, it } from '@jest/globals';
import { fitPowerLaw, powerLawAt } from './power-law.js';

const pointsOf = (a: number, b: number, x0: number, xs: readonly number[]) =>
  xs.map((x) => ({ x, y: powerLawAt({ a, b, x0 }, x) }));
const levels = [100.4, 100.7, 101.1, 101.6, 102.4, 103];

describe('a power law through points that lie on one', () => {
  it.each([
    [12, 1.667, 100.1],
    [3.2, 2.5, 99.2],
    [40, 1.5, 100.35],
    [0.8, 1.1, 98],
  ])('finds a = %d, b = %d, x0 = %d', (a, b, x0) => {
    const { law } = fitPowerLaw(pointsOf(a, b, x0, levels));
    expect(law).toMatchObject({
      n: 6,
      x0: expect.closeTo(x0, 4),
      b: expect.closeTo(b, 3),
      a: expect.closeTo(a, 2),
      standardErrorPercent: expect.closeTo(0, 4),
    });
  });

  it('meets 3 points exactly, and says nothing of an error', () => {
    const { law } = fitPowerLaw(pointsOf(5, 2, 0, [1, 2, 4]));
    expect(law).toMatchObject({ n: 3, b: expect.closeTo(2, 4), standardErrorPercent: null });
    for (const residual of law?.residualsPercent ?? [Number.NaN]) expect(residual).toBeCloseTo(0, 4);
  });
});

it('weighs relative errors: one value 10 % high stands out by less than 10 %, in its place', () => {
  const points = pointsOf(12, 1.667, 100.1, levels).map((point, i) =>
    i === 3 ? { ...point, y: 1.1 * point.y } : point,
  );
  const { law } = fitPowerLaw(points);
  const residuals = law?.residualsPercent ?? [];
  expect(Math.max(...residuals)).toBe(residuals[3]);
  expect(residuals[3]).toBeGreaterThan(5);
  expect(residuals[3]).toBeLessThan(10);
  // Three points more than unknowns.
  const squares = residuals.reduce((sum, residual) => sum + Math.log(1 + residual / 100) ** 2, 0);
  expect(law?.standardErrorPercent).toBeCloseTo(100 * Math.sqrt(squares / 3), 6);
});

it.each([
  ['2 points', pointsOf(1, 2, 0, [1, 2]), /at least 3 points at different places, and there are 2/],
  ['3 points at two places', pointsOf(1, 2, 0, [1, 2, 2]), /there are 2/],
  ['a value of 0', [...pointsOf(1, 2, 0, [1, 2, 3]), { x: 4, y: 0 }], /above 0/],
  ['a value that is none', [...pointsOf(1, 2, 0, [1, 2, 3]), { x: Number.NaN, y: 1 }], /numbers/],
  ['falling values', [3, 2, 1.5].map((y, x) => ({ x, y })), /fall/],
  ['points that bend the other way', [1, 10, 1000].map((y, x) => ({ x, y })), /do not bend enough/],
])('does not fit %s', (_, points, reason) => {
  expect(fitPowerLaw(points)).toEqual({ law: null, reason: expect.stringMatching(reason) });
});

it('has nothing where it is dry', () => {
  expect(powerLawAt({ a: 1, b: 2, x0: 5 }, 5)).toBe(0);
});
