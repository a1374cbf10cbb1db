import { describe, expect, it } from '@jest/globals';
import { createCamera, projectPoint } from '../camera/camera.js';
import { emptyTargets, type Targets } from '../detection/targets.js';
import { measureFrame } from '../measure-frame.js';
import { exampleExperiment, generateExperiment } from '../sample.js';
import type { MatchSettings } from './correspondences.js';
import { meetRays } from './positions.js';

const { experiment } = generateExperiment({ ...exampleExperiment, cameras: 4, frames: 1 });
const cameras = experiment.cameras.map(({ calibration }) =>
  createCamera(calibration, experiment.media, experiment.sensor),
);
const settings: MatchSettings = {
  volume: experiment.volume,
  limits: { ...experiment.match, bandMm: 0.002 },
  seenBy: 'any_cameras',
};

/** A grid of 4 × 4 particles, as cameras see it that are not told to miss some. */
const grid = Array.from({ length: 16 }, (_, i) => [(i % 4) * 5 - 7, Math.floor(i / 4) * 5 - 7, (i * 3) % 7]);

function seen(missing: (camera: number, particle: number) => boolean, pixels = 9): Targets[] {
  return cameras.map((camera, c) => {
    const points = grid.flatMap(([x, y, z], i) => {
      const at = { x: 0, y: 0 };
      projectPoint(camera, x!, y!, z!, at);
      return missing(c, i) ? [] : [at];
    });
    points.sort((a, b) => a.y - b.y);
    const targets = emptyTargets(points.length);
    targets.count = points.length;
    points.forEach(({ x, y }, i) => {
      targets.x[i] = x;
      targets.y[i] = y;
    });
    targets.pixels.fill(c === 0 ? pixels : 9);
    targets.width.fill(3);
    targets.height.fill(3);
    targets.greySum.fill(900);
    return targets;
  });
}

describe('correspondences', () => {
  it('of a grid are all quadruplets, at their places', () => {
    const { counts, positions } = measureFrame(
      1,
      cameras,
      seen(() => false),
      settings,
    );
    expect(counts).toEqual({ quadruplets: 16, triplets: 0, pairs: 0 });
    for (const [x, y, z] of grid) {
      const off = grid.map((_, i) =>
        Math.hypot(
          positions.xyzMm[i * 3]! - x!,
          positions.xyzMm[i * 3 + 1]! - y!,
          positions.xyzMm[i * 3 + 2]! - z!,
        ),
      );
      expect(Math.min(...off)).toBeLessThan(0.01);
    }
  });

  it('become triplets and pairs where cameras miss particles', () => {
    const targets = seen(
      (camera, particle) => (camera === 0 && particle < 3) || (camera > 1 && particle === 9),
    );
    expect(measureFrame(1, cameras, targets, settings).counts).toEqual({
      quadruplets: 12,
      triplets: 3,
      pairs: 1,
    });
    const all = { ...settings, seenBy: 'all_cameras' } as const;
    expect(measureFrame(1, cameras, targets, all).counts).toEqual({ quadruplets: 12, triplets: 0, pairs: 0 });
  });

  it.each([
    ['ratio of pixels', { minPixelRatio: 0.5 }, 3],
    ['score', { minScore: 1e12 }, 9],
    ['ratio of grey sums, which must be exceeded', { minGreyRatio: 1 }, 9],
  ])('heed the least %s', (_, limits, pixels) => {
    const targets = seen(() => false, pixels);
    const strict = { ...settings, limits: { ...settings.limits, ...limits } };
    expect(measureFrame(1, cameras, targets, strict).counts.quadruplets).toBe(0);
  });

  it('tell each target its particle', () => {
    const targets = seen(() => false);
    const { targetsOfParticle } = measureFrame(1, cameras, targets, settings);
    targetsOfParticle.forEach((target, i) => {
      expect(targets[i % 4]!.particle[target]).toBe(Math.floor(i / 4));
    });
  });
});

describe('meetRays', () => {
  it('takes the middle of the shortest line between two skew rays', () => {
    const out = new Float64Array(3);
    const rays = [
      { values: Float64Array.of(0, 0, 0, 1, 0, 0) },
      { values: Float64Array.of(0, 0, 1, 0, 1, 0) },
    ];
    expect(meetRays(rays, out, 0)).toBe(1);
    expect(Array.from(out)).toEqual([0, 0, 0.5]);
  });
});
