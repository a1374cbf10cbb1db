import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../execution/random.js';
import { aslsBackground, linearBackground } from './baseline-correction.js';
import { interpolate } from './interpolation.js';
import {
  area,
  areaBetween,
  correlation,
  cosine,
  largestDifference,
  noiseOf,
  rootMeanSquareDifference,
  signalToNoise,
  spectralAngle,
} from './measures.js';
import { overlapOf } from './overlap.js';
import { findPeaks, matchPeaks } from './peaks.js';
import { minMaxNormalised, vectorNormalised } from './scaling.js';
import { savitzkyGolay } from './smoothing.js';

/** Of scipy.signal.savgol_filter and find_peaks, scipy.sparse solutions, numpy.corrcoef, trapezoid and interp. */
const reference = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'testing/reference-values.json'), 'utf8'),
) as Record<string, number[]> & Record<'corrcoef' | 'rmsd' | 'cosine' | 'trapezoid', number>;

const band = (i: number, at: number, width: number) => Math.exp(-(((i - at) / width) ** 2));
const x = Float64Array.from({ length: 60 }, (_, i) => 500 + 7.5 * i);
const y = x.map(
  (_, i) =>
    0.02 + 0.001 * i + 0.8 * band(i, 18.3, 4) + 0.35 * band(i, 41.6, 3) + 0.01 * Math.sin(12.9898 * i),
);
const s = x.map((_, i) => 0.9 * band(i, 19.1, 4.2) + 0.3 * band(i, 41.2, 3) + 0.008 * Math.sin(7.233 * i));

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < found.length; i++) {
    expect(Math.abs(found[i]! - wanted[i]!)).toBeLessThanOrEqual(tolerance);
  }
}

describe('interpolation', () => {
  it('equals numpy.interp, and is NaN outside', () => {
    expectClose(interpolate(x, y, Float64Array.of(500, 503, 611.11, 942.5)), reference.interp!, 1e-14);
    expect([...interpolate(x, y, Float64Array.of(499.9, 942.6))]).toEqual([Number.NaN, Number.NaN]);
  });

  it('is exact for straight lines on any grid', () => {
    const places = fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(places, fc.double({ min: -9, max: 9, noNaN: true }), (given, slope) => {
        const grid = Float64Array.from(given).sort();
        const at = Float64Array.from(
          { length: 11 },
          (_, i) => grid[0]! + ((grid.at(-1)! - grid[0]!) * i) / 10,
        );
        const values = interpolate(
          grid,
          grid.map((place) => 3 + slope * place),
          at,
        );
        expectClose(
          values.subarray(1, 10),
          at.subarray(1, 10).map((place) => 3 + slope * place),
          1e-9,
        );
      }),
    );
  });
});

describe('overlap', () => {
  const curve = (low: number, high: number) => {
    const wavenumbers = Float64Array.from({ length: high - low + 1 }, (_, i) => low + i);
    return { wavenumbers, values: wavenumbers };
  };
  const everywhere = { min: null, max: null };

  it.each([
    ['inside', curve(100, 200), curve(150, 300), everywhere, [150, 200, 0.5, 51, 51]],
    ['in a region', curve(100, 200), curve(50, 300), { min: 120, max: 140 }, [120, 140, 1, 21, 21]],
    ['at one point', curve(100, 200), curve(200, 300), everywhere, [200, 200, 0, 1, 1]],
    ['nowhere', curve(100, 200), curve(250, 300), everywhere, [250, 200, 0, 0, 0]],
  ] as const)('%s', (_where, baseline, sample, region, [low, high, share, points, samplePoints]) => {
    const { grid, ...overlap } = overlapOf(baseline, sample, region);
    expect({ ...overlap, points: grid.length }).toEqual({ low, high, share, points, samplePoints });
  });
});

describe('Savitzky-Golay smoothing', () => {
  it.each([
    [11, 3],
    [7, 2],
  ])('with window %d and order %d equals scipy, ends included', (window, order) => {
    expectClose(savitzkyGolay(y, window, order), reference[`savgol_${window}_${order}`]!, 1e-13);
  });

  it('leaves polynomials of its order as they are', () => {
    const cubic = x.map((_, i) => 1 - 2 * i + 0.3 * i ** 2 - 0.01 * i ** 3);
    expectClose(savitzkyGolay(cubic, 9, 3), cubic, 1e-9);
  });

  it('has the weights of the 1964 table for five points: −3, 12, 17, 12, −3 over 35', () => {
    const impulse = Float64Array.of(0, 0, 0, 0, 35, 0, 0, 0, 0);
    expectClose(savitzkyGolay(impulse, 5, 2).subarray(2, 7), [-3, 12, 17, 12, -3], 1e-12);
  });
});

describe('background', () => {
  it.each([
    [1e3, 0.01],
    [1e5, 0.001],
  ])(
    'by asymmetric least squares, lambda %d and p %d, equals a general sparse solution',
    (lambda, asymmetry) => {
      const key = `asls_1e${Math.log10(lambda)}_${asymmetry}_20`;
      const background = aslsBackground(y, { lambda, asymmetry, maxIterations: 20 });
      expectClose(background, reference[key]!, 1e-9);
    },
  );

  it('by asymmetric least squares is a straight line under a straight line', () => {
    const line = x.map((at) => 2 + 0.01 * at);
    expectClose(aslsBackground(line, { lambda: 1e6, asymmetry: 0.01, maxIterations: 20 }), line, 1e-6);
  });

  it('by a line goes through both ends', () => {
    const background = linearBackground(x, y);
    expect([background[0], background.at(-1)]).toEqual([y[0], expect.closeTo(y.at(-1)!, 12)]);
  });
});

describe('scaling', () => {
  it('gives length 1, or 0…1, and nothing where that cannot be', () => {
    expect([...vectorNormalised(Float64Array.of(3, 4))!]).toEqual([0.6, 0.8]);
    expect([...minMaxNormalised(Float64Array.of(2, 4, 3))!]).toEqual([0, 1, 0.5]);
    expect(vectorNormalised(new Float64Array(3))).toBeNull();
    expect(minMaxNormalised(Float64Array.of(2, 2))).toBeNull();
  });
});

describe('measures', () => {
  it('equal those of numpy', () => {
    expect(correlation(y, s)).toBeCloseTo(reference.corrcoef, 13);
    expect(rootMeanSquareDifference(y, s)).toBeCloseTo(reference.rmsd, 14);
    expect(cosine(y, s)).toBeCloseTo(reference.cosine, 13);
    expect(area(x, s)).toBeCloseTo(reference.trapezoid, 10);
    expect(spectralAngle(y, s)).toBeCloseTo(Math.acos(reference.cosine), 12);
  });

  it('do not see a factor: correlation 1, angle 0', () => {
    const doubled = y.map((value) => 2 * value);
    expect(correlation(y, doubled)).toBeCloseTo(1, 14);
    expect(spectralAngle(y, doubled)).toBeCloseTo(0, 14);
    expect(spectralAngle(Float64Array.of(1, 0), Float64Array.of(0, 1))).toBeCloseTo(Math.PI / 2, 15);
  });

  it('are absent for flat curves', () => {
    expect(correlation(y, new Float64Array(60).fill(1))).toBeNull();
    expect(spectralAngle(y, new Float64Array(60))).toBeNull();
    expect(signalToNoise(new Float64Array(60).fill(1))).toBeNull();
  });

  it('find the largest difference and the area between crossing lines', () => {
    expect(largestDifference(Float64Array.of(0, 3, -1), Float64Array.of(0, 1, 2))).toBe(2);
    const crossing = areaBetween(Float64Array.of(0, 2), Float64Array.of(-1, 1), Float64Array.of(0, 0));
    expect(crossing).toBeCloseTo(1, 14);
  });

  it('find the standard deviation of noise on a band within 10 %', () => {
    let state = 12345;
    const uniform = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const noisy = Float64Array.from({ length: 4000 }, (_, i) => {
      const noise = Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
      return band(i, 2000, 150) + 0.01 * noise;
    });
    expect(Math.abs(noiseOf(noisy) / 0.01 - 1)).toBeLessThan(0.1);
    expect(Math.abs(signalToNoise(noisy)! / 100 - 1)).toBeLessThan(0.15);
  });
});

describe('peaks', () => {
  it('and their prominences are those of scipy', () => {
    const peaks = findPeaks(x, y, 0.05);
    const nearest = peaks.map((peak) => Math.round((peak.position - 500) / 7.5));
    expect(nearest).toEqual(reference['find_peaks_0.05']);
    expectClose(
      peaks.map((peak) => peak.prominence),
      reference.prominences!,
      1e-14,
    );
  });

  it('lie between points: exactly for parabolas on uneven grids, within a hundredth of a step for bands', () => {
    const uneven = Float64Array.of(0, 1, 2.5, 3, 5, 6);
    const [top] = findPeaks(
      uneven,
      uneven.map((at) => 4 - (at - 2.8) ** 2),
      0.1,
    );
    expect(top).toMatchObject({ position: expect.closeTo(2.8, 12), height: expect.closeTo(4, 12) });
    const [found] = findPeaks(
      x,
      x.map((_, i) => band(i, 18.3, 6)),
      0.1,
    );
    expect(Math.abs((found!.position - 500) / 7.5 - 18.3)).toBeLessThan(0.01);
  });

  it('of a broad noisy band are nearer to its middle than its highest point is', () => {
    const grid = Float64Array.from({ length: 600 }, (_, i) => i);
    const random = seededRandom('broad band');
    const noisy = grid.map((i) => band(i, 300.4, 100) + 0.03 * (random() - 0.5));
    const [broad] = findPeaks(grid, noisy, 0.5);
    const highest = noisy.indexOf(Math.max(...noisy));
    expect(Math.abs(broad!.position - 300.4)).toBeLessThan(0.8);
    expect(Math.abs(highest - 300.4)).toBeGreaterThan(2);
  });

  it('of flat tops are their middle, and ends are none', () => {
    const flat = findPeaks(Float64Array.of(0, 1, 2, 3, 4), Float64Array.of(0, 1, 1, 1, 0), 0.5);
    expect(flat.map((peak) => peak.position)).toEqual([2]);
    expect(findPeaks(Float64Array.of(0, 1, 2), Float64Array.of(2, 1, 3), 0.1)).toEqual([]);
  });

  it('of two spectra are paired nearest first, each once', () => {
    const peak = (position: number) => ({ position, height: 1, prominence: 1 });
    const match = matchPeaks([peak(100), peak(110), peak(500)], [peak(108), peak(113), peak(900)], 10);
    expect(match.pairs.map(({ baseline, shift }) => [baseline.position, shift])).toEqual([[110, -2]]);
    expect(match.onlyBaseline.map(({ position }) => position)).toEqual([100, 500]);
    expect(match.onlySample.map(({ position }) => position)).toEqual([113, 900]);
  });
});
