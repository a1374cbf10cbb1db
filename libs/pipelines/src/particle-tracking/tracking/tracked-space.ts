import { type Camera, type Point2, pixelToFlat, type Ray, traceRay } from '../camera/camera.js';
import { FLATTEN_TOLERANCE_MM } from '../camera/distortion.js';
import type { Volume } from '../camera/epipolar.js';

/** Bounds in which particles may be added, mm. */
export interface TrackedSpace {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** All that any camera sees between the bounds in z, and at least the bounds given in x. */
export function trackedSpace(cameras: readonly Camera[], { xMm, zMinMm, zMaxMm }: Volume): TrackedSpace {
  const [zLow, zHigh] = [Math.min(...zMinMm), Math.max(...zMaxMm)];
  let [xLow, xHigh] = xMm;
  let [yLow, yHigh] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const flat: Point2 = { x: 0, y: 0 };
  const ray: Ray = { values: new Float64Array(6) };
  for (const camera of cameras) {
    const { widthPx, heightPx } = camera.sensor;
    for (const [x, y] of [
      [0, 0],
      [widthPx, 0],
      [0, heightPx],
      [widthPx, heightPx],
    ] as const) {
      pixelToFlat(camera, x, y, FLATTEN_TOLERANCE_MM, flat);
      traceRay(camera, flat.x, flat.y, ray);
      const [px, py, pz, dx, dy, dz] = Array.from(ray.values) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      for (const z of [zLow, zHigh]) {
        const length = (z - pz) / dz;
        xLow = Math.min(xLow, px + length * dx);
        xHigh = Math.max(xHigh, px + length * dx);
        yLow = Math.min(yLow, py + length * dy);
        yHigh = Math.max(yHigh, py + length * dy);
      }
    }
  }
  return { min: [xLow, yLow, zLow], max: [xHigh, yHigh, zHigh] };
}

export function isInside({ min, max }: TrackedSpace, place: Float64Array): boolean {
  for (let k = 0; k < 3; k++) if (!(place[k]! > min[k]! && place[k]! < max[k]!)) return false;
  return true;
}
