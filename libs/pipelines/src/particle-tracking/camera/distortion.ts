import type { Calibration } from './calibration.js';
import type { Point2 } from './camera.js';

/** Half steps until the point moves by less than this in mm; what detected targets are flattened with. */
export const FLATTEN_TOLERANCE_MM = 1e-5;
const MOST_STEPS = 50;

type Lens = Pick<Calibration, 'distortion' | 'principalPointMm'>;

/** Where an ideal point of the sensor (mm) appears through the lens: Brown (1971) with an affine part. */
export function distort({ distortion, principalPointMm }: Lens, x: number, y: number, out: Point2): void {
  const { k1, k2, k3, p1, p2, scx, she } = distortion;
  const [u, v] = [x + principalPointMm[0], y + principalPointMm[1]];
  const r2 = u * u + v * v;
  const radial = r2 * (k1 + r2 * (k2 + r2 * k3));
  const xd = u + u * radial + p1 * (r2 + 2 * u * u) + 2 * p2 * u * v;
  const yd = v + v * radial + p2 * (r2 + 2 * v * v) + 2 * p1 * u * v;
  out.x = scx * (xd - Math.sin(she) * yd);
  out.y = scx * Math.cos(she) * yd;
}

/** The ideal point of one that appears on the sensor (mm): the inverse of `distort`, by fixed point iteration. */
export function undistort(
  { distortion, principalPointMm }: Lens,
  x: number,
  y: number,
  toleranceMm: number,
  out: Point2,
): void {
  const { k1, k2, k3, p1, p2, scx, she } = distortion;
  const startY = y / (scx * Math.cos(she));
  const startX = x / scx + startY * Math.sin(she);
  let [u, v] = [startX, startY];
  for (let step = 0; step < MOST_STEPS; step++) {
    const r2 = u * u + v * v;
    const radial = r2 * (k1 + r2 * (k2 + r2 * k3));
    const nextU = startX - (u * radial + p1 * (r2 + 2 * u * u) + 2 * p2 * u * v);
    const nextV = startY - (v * radial + p2 * (r2 + 2 * v * v) + 2 * p1 * u * v);
    const [moveU, moveV] = [(nextU - u) / 2, (nextV - v) / 2];
    u += moveU;
    v += moveV;
    if (Math.abs(moveU) < toleranceMm && Math.abs(moveV) < toleranceMm) break;
  }
  out.x = u - principalPointMm[0];
  out.y = v - principalPointMm[1];
}
