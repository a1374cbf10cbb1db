import { describe, expect, it } from '@jest/globals';
import { spatialOutliers, temporalGaps } from './findings.js';
import { fillGaps, findGaps } from './gaps.js';
import {
  centrePoints,
  filterByConfidence,
  removeOutliers,
  scalePoints,
  smoothSavitzkyGolay,
  subsampleRows,
} from './operations.js';

const nan = Number.NaN;

/** One marker whose x is given and whose y and z are 0; NaN hides the point. */
function track(xs: readonly number[]): Float64Array {
  return Float64Array.from(xs.flatMap((x) => (Number.isNaN(x) ? [nan, nan, nan] : [x, 0, 0])));
}

function xsOf(points: Float64Array): number[] {
  return Array.from(points).filter((_, i) => i % 3 === 0);
}

function fill(
  xs: readonly number[],
  maxGap = 10,
  method?: 'linear' | 'cubic' | 'nearest',
  frames = xs.map((_, t) => t),
) {
  return xsOf(fillGaps(track(xs), 1, frames, maxGap, method));
}

describe('gaps', () => {
  it('are found per marker', () => {
    expect(findGaps(track([nan, 1, nan, nan, 2]), 1)).toEqual([
      { marker: 0, start: 0, end: 1 },
      { marker: 0, start: 2, end: 4 },
    ]);
  });

  it('S0-52 of up to 10 frames are filled linearly, longer ones and those at the ends are not', () => {
    const gap = (length: number) => [nan, 0, ...new Array<number>(length).fill(nan), length + 1, nan];
    const ramp = Array.from({ length: 12 }, (_, i) => i);
    expect(fill(gap(10))).toEqual([nan, ...ramp, nan]);
    expect(fill(gap(11))).toEqual(gap(11));
  });

  it('S0-52 count frames that are missing in the numbering', () => {
    expect(fill([0, nan, 8], 10, 'linear', [0, 2, 8])).toEqual([0, 2, 8]);
    expect(fill([0, nan, 20], 10, 'linear', [0, 2, 20])).toEqual([0, nan, 20]);
  });

  it('S0-61 are filled by cubic pieces or by the nearest point as well', () => {
    const cubes = [0, 1, 8, 27, 64, 125];
    expect(fill([4, 1, nan, 1, 4], 10, 'cubic')[2]).toBeCloseTo(0.5, 12);
    expect(fill([0, 1, nan, nan, 4, 5], 10, 'cubic')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(fill([0, nan, nan, 9], 10, 'nearest')).toEqual([0, 0, 9, 9]);
    expect(fill(cubes)).toEqual(cubes);
  });
});

describe('operations', () => {
  it('S0-61 filter by confidence', () => {
    expect(xsOf(filterByConfidence(track([1, 2, 3]), Float64Array.of(0.3, 0.29, 1), 0.3))).toEqual([
      1,
      nan,
      3,
    ]);
  });

  it('S0-61 smooth by Savitzky and Golay, window 5 and order 2', () => {
    const impulse = xsOf(smoothSavitzkyGolay(track([0, 0, 0, 0, 35, 0, 0, 0, 0]), 1));
    impulse.forEach((value, i) => {
      expect(value).toBeCloseTo([0, 0, -3, 12, 17, 12, -3, 0, 0][i]!, 10);
    });
    const parabola = [0, 1, 4, 9, 16, 25, 36];
    xsOf(smoothSavitzkyGolay(track(parabola), 1)).forEach((value, i) => {
      expect(value).toBeCloseTo(parabola[i]!, 10);
    });
    expect(() => smoothSavitzkyGolay(track([1]), 1, 4)).toThrow(RangeError);
  });

  it('S0-61 remove outliers by velocity and by position', () => {
    const steady = [0, 1, 1.5, 3.4, 4, 90, 6.3, 6.8, 8.9, 9.2, 9.6];
    const without = steady.map((x) => (x === 90 ? nan : x));
    expect(xsOf(removeOutliers(track(steady), 1, 'velocity'))).toEqual(without);
    const resting = [0, 0.2, -0.1, 0.1, 60, -0.2, 0.15, -0.05];
    expect(xsOf(removeOutliers(track(resting), 1, 'position'))).toEqual(
      resting.map((x) => (x === 60 ? nan : x)),
    );
    expect(xsOf(removeOutliers(track(resting), 1, 'position', 1000))).toEqual(resting);
  });

  it('S0-61 centre, scale and subsample', () => {
    expect(xsOf(centrePoints(track([1, nan, 5])))).toEqual([-2, nan, 2]);
    expect(xsOf(scalePoints(track([1, nan, 5]), 1000))).toEqual([1000, nan, 5000]);
    expect(xsOf(subsampleRows(track([0, 1, 2, 3, 4]), 1, 2))).toEqual([0, 2, 4]);
  });
});

describe('findings', () => {
  it('name breaks of more than ten frames', () => {
    expect(temporalGaps([0, 1, 12, 24])).toEqual([[12, 24]]);
  });

  it('count points more than five deviations from the mean', () => {
    const xs = Array.from({ length: 100 }, (_, i) => (i === 50 ? 1000 : i % 2));
    expect(spatialOutliers(track(xs), 1)).toEqual([1]);
    expect(spatialOutliers(track([0, 1, nan, 2]), 1)).toEqual([0]);
  });
});
