import { describe, expect, it } from '@jest/globals';
import { classicEstimate } from './classic.js';
import { type PreparedImage, prepareImage } from './space-time-image.js';
import { movingTexture } from './testing/textures.js';

const limits = { min: -10, max: 10 };
const tangent = (degrees: number) => Math.tan((degrees * Math.PI) / 180);

/** The published method word for word, from sums over the image instead of its spectrum: the angle in degrees. */
function publishedAngleDeg({ samples, positions, frames }: PreparedImage, longest: number): number {
  const correlation = (x: number, t: number) => {
    let sum = 0;
    for (let row = Math.max(0, -t); row < Math.min(frames, frames - t); row++) {
      for (let column = Math.max(0, -x); column < Math.min(positions, positions - x); column++)
        sum += samples[row * positions + column]! * samples[(row + t) * positions + column + x]!;
    }
    return sum;
  };
  const known = new Map<string, number>();
  const at = (x: number, t: number) => {
    const key = `${x} ${t}`;
    if (!known.has(key)) known.set(key, correlation(x, t) / correlation(0, 0));
    return known.get(key)!;
  };
  const bilinear = (x: number, t: number) => {
    const [left, low] = [Math.floor(x), Math.floor(t)];
    const [a, b] = [x - left, t - low];
    const [upper, lower] = [low, low + 1].map((row) => at(left, row) * (1 - a) + at(left + 1, row) * a);
    return upper! * (1 - b) + lower! * b;
  };
  let best = { angleDeg: 0, strength: Number.NEGATIVE_INFINITY };
  for (let angleDeg = 0; angleDeg <= 180; angleDeg += 0.5) {
    const angle = (angleDeg * Math.PI) / 180;
    const along = Array.from({ length: 2 * longest + 1 }, (_, i) =>
      bilinear((i / 2) * Math.sin(angle), (i / 2) * Math.cos(angle)),
    );
    // Trapezes half a sample wide.
    const strength = along.slice(1).reduce((sum, value, i) => sum + (value + along[i]!) / 4, 0);
    if (strength > best.strength) best = { angleDeg, strength };
  }
  return best.angleDeg;
}

describe('the classic method', () => {
  it.each([0.2, 0.7, -0.35])(
    'has the angle that the published sums have, of water at %d m/s',
    (velocityMps) => {
      const image = prepareImage(movingTexture({ velocityMps, seed: 'classic', positions: 40, frames: 40 }));
      const angleDeg = publishedAngleDeg(image, 8);
      const { displacement } = classicEstimate(image, limits, 16)!;
      expect(displacement).toBeCloseTo(tangent(angleDeg), 9);
    },
  );

  it('gives tan θ samples a frame, in steps of half a degree', () => {
    // 75.5° is 0.02 m / 0.04 s · tan 75.5° = 1.933 m/s.
    const velocityMps = 0.5 * tangent(75.5);
    const image = prepareImage(movingTexture({ velocityMps, seed: 'angle', noise: 0 }));
    expect(classicEstimate(image, limits, 64)!.displacement).toBeCloseTo(tangent(75.5), 9);
  });
});
