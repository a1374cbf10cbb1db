import { describe, expect, it } from '@jest/globals';
import { drawWaves, normalDeviates } from '../testing/textures.js';
import { defaultGridSettings, measureGrid } from './measure-grid.js';
import { medianResiduals, neighboursOf } from './median-test.js';

const picture = { widthPx: 64, heightPx: 48 };
/** Upper left corners of windows. */
const corners = [0, 16].flatMap((y) => [0, 16, 32].map((x) => [x, y] as const));
const grid = { centers: corners, windowPx: 32, pixelM: 0.02, intervalS: 0.04 };

/** Places in a frame of the samples of all windows. */
const places = corners.flatMap(([left, top]) =>
  Array.from({ length: 32 * 32 }, (_, i) => (top + Math.floor(i / 32)) * picture.widthPx + left + (i % 32)),
);
const samplesOf = (frame: Float32Array) => Float32Array.from(places, (at) => frame[at]!);

/** Frames of waves that drift by (dx, dy) pixels a frame, over a still pattern, with noise. */
function frames(dx: number, dy: number, seed: string, count = 26, fineness = 0.5): Float32Array[] {
  const normal = normalDeviates(seed);
  const waves = Array.from({ length: 24 }, () => {
    const [kx, ky] = [fineness * normal(), fineness * normal()];
    return { kx, ky, phase: 10 * normal() };
  });
  const still = Array.from({ length: picture.widthPx * picture.heightPx }, () => 10 * normal());
  return Array.from({ length: count }, (_, t) => {
    const water = drawWaves(waves, picture, [dx * t, dy * t]);
    return Float32Array.from(still, (ground, i) => 100 + ground + 8 * water[i]! + 2 * normal());
  });
}

function velocities(pictures: readonly Float32Array[], settings = defaultGridSettings) {
  const measurement = measureGrid(grid);
  for (const frame of pictures) measurement.add(samplesOf(frame));
  return measurement.finish(settings);
}

describe('particle-image velocimetry', () => {
  it.each([
    [2.3, -1.6],
    [-4.75, 0.4],
  ])('finds a displacement of %d, %d pixels', (dx, dy) => {
    const found = ['a', 'b'].flatMap((seed) => velocities(frames(dx, dy, seed, 64)));
    const kept = found.filter(({ rejection }) => rejection === null);
    expect(kept.length).toBeGreaterThan(found.length * 0.8);
    const errors = kept.map((vector) => [vector.rightMps! / 0.5 - dx, vector.downMps! / 0.5 - dy]);
    const speedPx = Math.hypot(dx, dy);
    expect(Math.max(...errors.map(([x, y]) => Math.hypot(x!, y!))) / speedPx).toBeLessThan(0.1);
    const along = errors.map(([x, y]) => (x! * dx + y! * dy) / speedPx ** 2);
    expect(Math.abs(along.reduce((a, b) => a + b, 0) / along.length)).toBeLessThan(0.02);
    for (const { uncertaintyMps } of kept) expect(uncertaintyMps).toBeLessThan(0.1 * speedPx * 0.5);
  });

  it('has no bias where the pattern is coarse and moves by less than a pixel over what stands still', () => {
    const found = ['c', 'd', 'e', 'f'].flatMap((seed) => velocities(frames(0.8, 0, seed, 160, 0.2)));
    const kept = found.filter(({ rejection }) => rejection === null);
    expect(kept.length).toBeGreaterThan(found.length * 0.8);
    const errors = kept.map(({ rightMps }) => rightMps! / 0.5 / 0.8 - 1);
    expect(Math.abs(errors.reduce((a, b) => a + b, 0) / errors.length)).toBeLessThan(0.02);
  });

  it('needs windows of at least 8 samples', () => {
    expect(() => measureGrid({ ...grid, windowPx: 7 })).toThrow(/at least 8 are needed/);
  });

  it('gives no vector without two pairs, in noise, or beyond the limit', () => {
    expect(velocities(frames(2, 0, 'one', 2)).map(({ rejection }) => rejection)).toEqual(
      Array(6).fill('no-peak'),
    );
    const normal = normalDeviates('noise');
    const noise = Array.from({ length: 60 }, () => Float32Array.from({ length: 64 * 48 }, () => normal()));
    expect(velocities(noise).filter(({ rejection }) => rejection === null).length).toBeLessThan(2);
    const slow = velocities(frames(2, 0, 'slow'), { ...defaultGridSettings, maxMps: 0.5 });
    expect(slow.every(({ rightMps, rejection }) => rightMps === null && rejection !== null)).toBe(true);
  });
});

describe('the median test', () => {
  const flow = Array.from({ length: 25 }, (_, i) => ({ dx: 2 + 0.1 * (i % 5), dy: 0 }));
  const around = neighboursOf(flow.map((_, i) => [i % 5, Math.floor(i / 5)]));

  it('finds an outlier and leaves its neighbours', () => {
    const field = flow.map((vector, i) => (i === 12 ? { dx: -3, dy: 1 } : vector));
    const residuals = medianResiduals(field, around);
    expect(residuals.flatMap((residual, i) => (residual! > 2 ? [i] : []))).toEqual([12]);
  });

  it('is as by hand', () => {
    // Neighbours of the middle: 2.1 ×3, 2.2 ×2, 2.3 ×3; median 2.2, median residual 0.1.
    const residuals = medianResiduals(
      flow.map((vector, i) => (i === 12 ? { dx: 2.6, dy: 0 } : vector)),
      around,
    );
    expect(residuals[12]).toBeCloseTo(0.4 / 0.2, 10);
  });

  it('does not judge by fewer than three neighbours', () => {
    const places = neighboursOf([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    expect(medianResiduals([flow[0]!, flow[1]!, null], places)).toEqual([null, null, null]);
  });
});
