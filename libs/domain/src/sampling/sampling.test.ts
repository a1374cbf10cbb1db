import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DrawnKind, drawPoints } from './points.js';
import { maxSobolDimensions, sobolPoints } from './sobol.js';

/** Squared centred L2 discrepancy (Hickernell 1998): how far points are from filling the cube evenly. */
function discrepancy(points: readonly (readonly number[])[]): number {
  const n = points.length;
  const dimensions = points[0]?.length ?? 0;
  const single = points.map((x) =>
    x.reduce((product, v) => product * (1 + Math.abs(v - 0.5) / 2 - (v - 0.5) ** 2 / 2), 1),
  );
  let pairs = 0;
  for (const x of points) {
    for (const y of points) {
      pairs += x.reduce((product, v, d) => {
        const w = y[d] as number;
        return product * (1 + Math.abs(v - 0.5) / 2 + Math.abs(w - 0.5) / 2 - Math.abs(v - w) / 2);
      }, 1);
    }
  }
  return (13 / 12) ** dimensions - (2 / n) * single.reduce((sum, v) => sum + v, 0) + pairs / n ** 2;
}

const strata = (values: readonly number[]) =>
  values.map((value) => Math.floor(value * values.length)).sort((a, b) => a - b);

describe('Sobol points', () => {
  it('are those of scipy.stats.qmc.Sobol(24, scramble=False), which has the same direction numbers', () => {
    const points = sobolPoints(64, maxSobolDimensions);
    expect(maxSobolDimensions).toBe(24);
    expect(points[37]?.map((value) => value * 64)).toEqual([
      59, 41, 37, 59, 49, 19, 11, 51, 39, 11, 1, 5, 37, 55, 7, 31, 51, 27, 3, 9, 61, 5, 35, 41,
    ]);
    expect(points[63]?.map((value) => value * 64)).toEqual([
      1, 51, 23, 29, 55, 9, 37, 9, 53, 37, 27, 43, 35, 49, 21, 49, 5, 25, 61, 15, 15, 35, 25, 35,
    ]);
  });

  it('put one point into each stratum of every dimension when there are 2^k of them, shifted or not', () => {
    for (const points of [sobolPoints(128, 24), drawPoints('sobol', 128, 24, 'x')]) {
      for (let d = 0; d < 24; d++) {
        expect(strata(points.map((point) => point[d] as number))).toEqual(points.map((_, index) => index));
      }
    }
  });

  it('fill squares of two dimensions evenly: each of 16 holds 4 of 64 points', () => {
    const points = drawPoints('sobol', 64, 2, 'seed');
    const counts = new Map<string, number>();
    for (const [x = 0, y = 0] of points) {
      const cell = `${Math.floor(x * 4)},${Math.floor(y * 4)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array(16).fill(4));
  });
});

describe('drawn points', () => {
  it('fill the cube more evenly than random ones, and Latin hypercubes lie between', () => {
    const mean = (kind: DrawnKind) => {
      const values = Array.from({ length: 20 }, (_, seed) => discrepancy(drawPoints(kind, 64, 4, `${seed}`)));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const [random, hypercube, sobol] = [mean('random'), mean('latin_hypercube'), mean('sobol')];
    expect(sobol).toBeLessThan(0.25 * random);
    expect(sobol).toBeLessThan(hypercube);
    expect(hypercube).toBeLessThan(0.75 * random);
  });

  it('are the same for the same seed, others for another one, and in [0, 1)', () => {
    const kinds = fc.constantFrom<DrawnKind>('random', 'latin_hypercube', 'sobol');
    const sizes = [fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 24 })] as const;
    fc.assert(
      fc.property(kinds, ...sizes, fc.string(), (kind, count, dimensions, seed) => {
        const points = drawPoints(kind, count, dimensions, seed);
        expect(points).toEqual(drawPoints(kind, count, dimensions, seed));
        expect(points).not.toEqual(drawPoints(kind, count, dimensions, `${seed}+`));
        expect(points.map((point) => point.length)).toEqual(Array(count).fill(dimensions));
        expect(points.flat().every((value) => value >= 0 && value < 1)).toBe(true);
      }),
    );
  });

  it('of a Latin hypercube lie one in each stratum of every dimension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 8 }), (count, dimensions) => {
        const points = drawPoints('latin_hypercube', count, dimensions, 'seed');
        for (let d = 0; d < dimensions; d++) {
          expect(strata(points.map((point) => point[d] as number))).toEqual(points.map((_, index) => index));
        }
      }),
    );
  });
});
