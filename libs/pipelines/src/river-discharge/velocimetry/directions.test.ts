import { describe, expect, it } from '@jest/globals';
import { clearestLine, directionsOf, pointsBetween, searchLine, squareToSection } from './directions.js';
import { defaultLineSettings, measureLine } from './measure-line.js';
import { createSpaceTimeStack } from './space-time-image.js';
import { normalDeviates } from './testing/textures.js';

const [spacingM, intervalS, frames] = [0.02, 0.04, 128];

/** Water that drifts in a direction, as grey at a place and time. */
function drift(speedMps: number, directionDeg: number, seed: string) {
  const normal = normalDeviates(seed);
  const { cos } = Math;
  const angle = (directionDeg * Math.PI) / 180;
  const [u, v] = [speedMps * Math.sin(angle), speedMps * Math.cos(angle)];
  const waves = Array.from({ length: 30 }, () => ({
    kx: 14 * normal(),
    ky: 14 * normal(),
    phase: 10 * normal(),
  }));
  return (x: number, y: number, t: number) =>
    waves.reduce((sum, { kx, ky, phase }) => sum + 6 * cos(kx * (x - u * t) + ky * (y - v * t) + phase), 100);
}

function measured(speedMps: number, directionDeg: number, originDeg: number, stepDeg: number) {
  const directions = directionsOf({ originDeg, rangeDeg: 20, stepDeg });
  const lines = directions.map((direction) => searchLine([0, 0], direction, 2, spacingM));
  const stack = createSpaceTimeStack(
    lines.map((line) => line.length),
    { spacingM, intervalS },
    frames,
  );
  const grey = drift(speedMps, directionDeg, `${directionDeg}`);
  for (let t = 0; t < frames; t++) {
    stack.add(Float32Array.from(lines.flat(), ([x, y]) => grey(x, y, t * intervalS)));
  }
  const settings = { ...defaultLineSettings, method: 'autocorrelation' as const, minMps: -3, maxMps: 3 };
  const { index, velocity } = clearestLine(directions.length, (line) =>
    measureLine(stack.image(line), settings),
  );
  const speed = velocity.velocityMps!;
  return { speedMps: Math.abs(speed), directionDeg: (directions[index]! + (speed < 0 ? 180 : 0)) % 360 };
}

describe('directions', () => {
  it('include both ends of the range', () => {
    expect(directionsOf({ originDeg: 180, rangeDeg: 2, stepDeg: 1 })).toEqual([178, 179, 180, 181, 182]);
    expect(directionsOf({ originDeg: 0, rangeDeg: 0.3, stepDeg: 0.1 })).toHaveLength(7);
    expect(directionsOf({ originDeg: 1, rangeDeg: 2.5, stepDeg: 2 })).toEqual([358.5, 0.5, 2.5, 3.5]);
    expect(() => directionsOf({ originDeg: 0, rangeDeg: 5, stepDeg: 0 })).toThrow(/steps must be positive/);
  });

  it('are clockwise from up', () => {
    const end = (directionDeg: number) =>
      searchLine([5, 7], directionDeg, 2, 0.5)
        .at(-1)!
        .map((value) => Math.round(value * 1e9) / 1e9);
    expect([end(0), end(90), end(180)]).toEqual([
      [5, 7.75],
      [5.75, 7],
      [5, 6.25],
    ]);
  });

  it.each([
    [0.8, 186, 180, 4],
    [1.5, 91, 100, 4],
    [0.5, 350, 180, 4],
    [1.2, 187, 180, 2],
    [0.8, 12, 0, 2],
  ])(
    'of water at %d m/s towards %d° are found from %d° in steps of %d°',
    (speed, direction, origin, step) => {
      const found = measured(speed, direction, origin, step);
      expect(Math.abs(found.speedMps / speed - 1)).toBeLessThan(0.04);
      expect(Math.abs(found.directionDeg - direction)).toBeLessThanOrEqual(step);
    },
  );

  it('are the middle one where all lines are rejected', () => {
    const image = { positions: 4, frames: 4, samples: new Float32Array(16), spacingM, intervalS };
    const none = measureLine(image, defaultLineSettings);
    expect(clearestLine(5, () => none)).toEqual({ index: 2, velocity: none });
  });

  it('are measured around the clearest of every fourth only', () => {
    const asked: number[] = [];
    const image = { positions: 4, frames: 4, samples: new Float32Array(16), spacingM, intervalS };
    const none = measureLine(image, defaultLineSettings);
    const { index } = clearestLine(31, (i) => {
      asked.push(i);
      return { ...none, velocityMps: 1, quality: { ...none.quality, strength: 1 - (i - 22.4) ** 2 / 1000 } };
    });
    expect(index).toBe(22);
    expect(asked.length).toBeLessThan(14);
  });

  it('give the part of a velocity square to the section', () => {
    expect(squareToSection(2, 30, 90)).toBeCloseTo(1, 12);
    expect(squareToSection(2, 270, 90)).toBeCloseTo(-2, 12);
  });
});

describe('points on a cross-section', () => {
  it('are evenly spaced, ends included', () => {
    const points = pointsBetween([0, 0], [6, 3], 25);
    expect(points).toHaveLength(25);
    expect([points[0], points[12], points[24]]).toEqual([
      [0, 0],
      [3, 1.5],
      [6, 3],
    ]);
    expect(() => pointsBetween([0, 0], [1, 1], 1)).toThrow(/at least 2/);
  });
});
