import { describe, expect, it } from '@jest/globals';
import { defaultLineSettings, type LineSettings, measureLine } from './measure-line.js';
import { blurAlong, createSpaceTimeStack, type SpaceTimeImage } from './space-time-image.js';
import { intervalS, movingTexture, normalDeviates, spacingM, uniform } from './testing/textures.js';

const methods = ['structure-tensor', 'spectrum', 'autocorrelation'] as const;
const settings = (given: Partial<LineSettings> = {}): LineSettings => ({
  ...defaultLineSettings,
  minMps: -4,
  maxMps: 4,
  ...given,
});

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** An image of the function of place (m) and time (s). */
function imageOf(grey: (x: number, t: number) => number, positions = 160, frames = 160): SpaceTimeImage {
  const samples = Float32Array.from({ length: positions * frames }, (_, i) =>
    grey((i % positions) * spacingM, Math.floor(i / positions) * intervalS),
  );
  return { positions, frames, samples, spacingM, intervalS };
}

describe.each(methods)('%s', (method) => {
  it.each([0.3, 1.2, -0.6])('finds %d m/s in moving water over many seeds', (velocityMps) => {
    const found = Array.from({ length: 6 }, (_, seed) =>
      measureLine(movingTexture({ velocityMps, seed: `${seed}` }), settings({ method })),
    );
    expect(found.map(({ rejection }) => rejection)).toEqual(found.map(() => null));
    const errors = found.map((line) => line.velocityMps! / velocityMps - 1);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.1);
    expect(Math.abs(mean(errors))).toBeLessThan(0.02);
    const inSigmas = found.map((line) => (line.velocityMps! - velocityMps) / line.uncertaintyMps!);
    const spread = Math.sqrt(mean(inSigmas.map((value) => value ** 2)));
    expect(spread).toBeGreaterThan(0.05);
    expect(spread).toBeLessThan(2.5);
  });

  it('finds it below noise, over a still pattern, in water that changes fast', () => {
    const hard = { velocityMps: 0.9, noise: 12, stillGrey: 40, lifetimeS: 0.8 };
    const errors = Array.from({ length: 5 }, (_, seed) => {
      const image = movingTexture({ ...hard, seed: `hard ${seed}` });
      return measureLine(image, settings({ method })).velocityMps! / 0.9 - 1;
    });
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.1);
    expect(Math.abs(mean(errors))).toBeLessThan(0.02);
  });

  it('does not find a velocity in noise', () => {
    for (let seed = 0; seed < 4; seed++) {
      const normal = normalDeviates(`noise ${seed}`);
      const line = measureLine(
        imageOf(() => 100 + 10 * normal()),
        settings({ method }),
      );
      expect([line.velocityMps, line.uncertaintyMps]).toEqual([null, null]);
      expect(['low-signal', 'low-coherency', 'standing-waves', 'outside-limits']).toContain(line.rejection);
    }
  });

  it('rejects standing waves', () => {
    const normal = normalDeviates('standing');
    const waves = Array.from({ length: 12 }, (_, i) => ({ k: 5 + 2 * i, x: 6 * normal(), t: 6 * normal() }));
    const { cos } = Math;
    const image = imageOf((x, t) =>
      waves.reduce((grey, wave) => grey + 8 * cos(wave.k * x + wave.x) * cos(wave.k * t + wave.t), 100),
    );
    const line = measureLine(image, settings({ method, minCoherency: -1, minSignalToNoise: 0 }));
    expect(line.rejection).toBe('standing-waves');
    expect(line.quality.mirrored).toBeGreaterThan(0.6);
  });

  it('gives the angle of the streaks', () => {
    const { angleDeg, velocityMps } = measureLine(
      movingTexture({ velocityMps: spacingM / intervalS, seed: 'angle' }),
      settings({ method }),
    );
    expect(angleDeg).toBeCloseTo(45, -0.5);
    expect(Math.tan((angleDeg! * Math.PI) / 180) * (spacingM / intervalS)).toBeCloseTo(velocityMps!, 10);
  });

  it('does not take velocities beyond the limits', () => {
    const image = movingTexture({ velocityMps: 1.5, seed: 'fast' });
    expect(measureLine(image, settings({ method, minMps: 0, maxMps: 1 })).velocityMps).toBeNull();
  });
});

describe('a line', () => {
  it('of one grey has too little texture', () => {
    const { velocityMps, rejection, foundMps } = measureLine(uniform(100, 100), settings());
    expect([velocityMps, rejection, foundMps]).toEqual([null, 'too-little-texture', null]);
  });

  it('over a still picture has too little texture', () => {
    const { rejection } = measureLine(
      imageOf((x) => 100 + 50 * Math.sin(40 * x)),
      settings(),
    );
    expect(rejection).toBe('too-little-texture');
  });

  it('that leaves the picture is out of view, or measured where that is allowed', () => {
    const image = movingTexture({ velocityMps: 0.8, seed: 'view' });
    const samples = image.samples.map((grey, i) => (i % image.positions < 40 ? Number.NaN : grey));
    expect(measureLine({ ...image, samples }, settings()).rejection).toBe('out-of-view');
    const partial = measureLine({ ...image, samples }, settings({ minSeen: 0.7 }));
    expect(partial.quality.seen).toBeCloseTo(0.8, 10);
    expect(partial.velocityMps! / 0.8).toBeCloseTo(1, 1);
  });

  it('of too few frames or samples is too short', () => {
    expect(measureLine(uniform(100, 15), settings()).rejection).toBe('too-short');
    expect(measureLine(uniform(15, 100), settings()).rejection).toBe('too-short');
  });

  it('is measured the same whatever flickers', () => {
    const image = movingTexture({ velocityMps: 0.8, seed: 'flicker', noise: 0 });
    const flicker = normalDeviates('lamp');
    const lamp = Array.from({ length: image.frames }, () => 30 * flicker());
    const samples = image.samples.map((grey, i) => grey + lamp[Math.floor(i / image.positions)]!);
    const [steady, lit] = [image, { ...image, samples }].map((each) => measureLine(each, settings()));
    expect(lit!.velocityMps! / steady!.velocityMps!).toBeCloseTo(1, 1);
  });
});

describe('blurring', () => {
  it('is along the line only, by the sigma given, and none at 0', () => {
    const image = imageOf((x, t) => (x === 1 && t === 0.4 ? 1000 : 0), 100, 20);
    expect(blurAlong(image, 0)).toBe(image);
    const { samples } = blurAlong(image, 2);
    const row = [...samples.subarray(1000, 1100)];
    const total = row.reduce((a, b) => a + b, 0);
    const variance = row.reduce((sum, value, x) => sum + value * (x - 50) ** 2, 0) / total;
    expect(total).toBeCloseTo(1000, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
    expect(samples.filter((value) => value !== 0).length).toBe(row.filter((value) => value !== 0).length);
  });
});

describe('a stack of space-time images', () => {
  it('takes frames one by one and gives the image of each line', () => {
    const stack = createSpaceTimeStack([2, 3], { spacingM, intervalS }, 1);
    for (let t = 0; t < 5; t++) stack.add(Float32Array.of(t, t + 10, t + 20, t + 30, t + 40));
    expect([stack.lines, stack.frames]).toEqual([2, 5]);
    const second = stack.image(1);
    expect([second.positions, second.frames]).toEqual([3, 5]);
    expect([...second.samples]).toEqual([0, 1, 2, 3, 4].flatMap((t) => [t + 20, t + 30, t + 40]));
    expect(() => stack.add(new Float32Array(4))).toThrow(/4 samples: the lines have 5/);
  });
});
