import type { PixelPoint } from './points.js';

/** Inner geometry of a camera: focal lengths and principal point in pixels, distortion after Brown and Conrady. */
export interface Lens {
  readonly focalXPx: number;
  readonly focalYPx: number;
  readonly centerXPx: number;
  readonly centerYPx: number;
  readonly distortion: Distortion;
}

/** Radial k1, k2, k3 and tangential p1, p2 of Brown (1966) as OpenCV has them, in normalised coordinates. */
export interface Distortion {
  readonly k1: number;
  readonly k2: number;
  readonly p1: number;
  readonly p2: number;
  readonly k3: number;
}

export const noDistortion: Distortion = { k1: 0, k2: 0, p1: 0, p2: 0, k3: 0 };

/** Pixel at which the ray (x, y, 1) in front of the camera is seen. */
export function pixelOfRay(lens: Lens, x: number, y: number): PixelPoint {
  const { k1, k2, k3, p1, p2 } = lens.distortion;
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  const distortedX = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
  const distortedY = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
  return [lens.focalXPx * distortedX + lens.centerXPx, lens.focalYPx * distortedY + lens.centerYPx];
}

/**
 * The ray (x, y, 1) that is seen at a pixel: `pixelOfRay` solved by Newton's method.
 * @returns null where the distortion has no ray there, far outside of what it was calibrated for
 */
export function rayOfPixel(lens: Lens, [u, v]: PixelPoint): readonly [number, number] | null {
  let x = (u - lens.centerXPx) / lens.focalXPx;
  let y = (v - lens.centerYPx) / lens.focalYPx;
  if (Object.values(lens.distortion).every((value) => value === 0)) return [x, y];
  for (let step = 0; step < 30; step++) {
    const [atU, atV] = pixelOfRay(lens, x, y);
    const [du, dv] = [u - atU, v - atV];
    if (Math.abs(du) + Math.abs(dv) < 1e-10) return [x, y];
    const [uX, vX] = pixelOfRay(lens, x + 1e-6, y);
    const [uY, vY] = pixelOfRay(lens, x, y + 1e-6);
    const [a, b, c, d] = [(uX - atU) / 1e-6, (uY - atU) / 1e-6, (vX - atV) / 1e-6, (vY - atV) / 1e-6];
    const determinant = a * d - b * c;
    // Where the determinant turns over, the distortion folds back on itself.
    if (!(determinant > 0)) return null;
    x += (d * du - b * dv) / determinant;
    y += (a * dv - c * du) / determinant;
  }
  const [atU, atV] = pixelOfRay(lens, x, y);
  return Math.hypot(atU - u, atV - v) < 1e-3 ? [x, y] : null;
}
