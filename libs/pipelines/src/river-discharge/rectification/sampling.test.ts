import { describe, expect, it } from '@jest/globals';
import type { Camera } from './camera.js';
import { gridPoints, groundGrid, planAtLevel, planOfPixels, sampleFrame } from './sampling.js';

const size = { widthPx: 4, heightPx: 3 };
/** Grey is 10 u + 40 v, with u and v counted from the centre of the first pixel. */
const ramp = Uint8Array.from({ length: 12 }, (_, at) => 10 * (at % 4) + 40 * Math.floor(at / 4));

const sampled = (pixels: readonly (readonly [number, number] | null)[]) => {
  const into = new Float32Array(pixels.length);
  sampleFrame(planOfPixels(pixels, size), ramp, into);
  return [...into];
};

describe('sampling', () => {
  it('takes pixels at their centres and lines between them', () => {
    expect(
      sampled([
        [0.5, 0.5],
        [1.5, 2.5],
        [2, 1],
        [1.75, 1.25],
        [3.5, 2.5],
      ]),
    ).toEqual([0, 90, 35, 42.5, 110]);
  });
  it('has no grey outside of the centres of the outermost pixels', () => {
    expect(sampled([[0.4, 1], [3.6, 1], [1, 0.4], [1, 2.6], null, [Number.NaN, 1]])).toEqual(
      Array(6).fill(Number.NaN),
    );
  });
  it('refuses a frame of another size', () => {
    const plan = planOfPixels([[1, 1]], size);
    expect(() => sampleFrame(plan, new Uint8Array(11), new Float32Array(1))).toThrow(
      'frame of 11 pixels: expected 4 × 3.',
    );
  });
  it('sees a grid from above, with y upwards', () => {
    const grid = groundGrid({ minX: 10, maxX: 10.3, minY: 20, maxY: 20.2 }, 0.1);
    expect([grid.columns, grid.rows]).toEqual([3, 2]);
    const points = gridPoints(grid);
    expect(points[0]).toEqual([expect.closeTo(10.05, 9), expect.closeTo(20.15, 9)]);
    expect(points[5]).toEqual([expect.closeTo(10.25, 9), expect.closeTo(20.05, 9)]);
  });
  it('meets a vertical camera: 0.1 m a pixel', () => {
    const camera: Camera = { origin: [0, 0, 5], matrix: [10, 0, 0, 0, 0, -10, 0, 3, 0, 0, 0, 1], lens: null };
    const grid = groundGrid({ minX: 0, maxX: 0.4, minY: 0, maxY: 0.3 }, 0.1);
    const into = new Float32Array(12);
    sampleFrame(planAtLevel(camera, gridPoints(grid), 5, size), ramp, into);
    into.forEach((grey, i) => {
      expect(grey).toBeCloseTo(ramp[i]!, 4);
    });
  });
});
