import { type Lens, pixelOfRay, rayOfPixel } from './lens.js';
import { apply3, invert3, type Matrix3 } from './linear-algebra.js';
import type { PixelPoint, PlanePoint, WorldPoint } from './points.js';

/**
 * How the world is seen. `matrix` (3 × 4, twelve numbers row by row) takes (x, y, z, 1), counted from `origin`, to
 * homogeneous coordinates whose last is positive in front of the camera: pixels where `lens` is null, else rays
 * that the lens takes to pixels. Coordinates count from `origin` since surveys have six digits before the point.
 */
export interface Camera {
  readonly origin: WorldPoint;
  readonly matrix: readonly number[];
  readonly lens: Lens | null;
}

/** Pixel of a point in the world; null where it is not in front of the camera. */
export function projectPoint({ origin, matrix, lens }: Camera, [wx, wy, wz]: WorldPoint): PixelPoint | null {
  const [x, y, z] = [wx - origin[0], wy - origin[1], wz - origin[2]];
  const w = matrix[8]! * x + matrix[9]! * y + matrix[10]! * z + matrix[11]!;
  if (!(w > 0)) return null;
  const u = (matrix[0]! * x + matrix[1]! * y + matrix[2]! * z + matrix[3]!) / w;
  const v = (matrix[4]! * x + matrix[5]! * y + matrix[6]! * z + matrix[7]!) / w;
  return lens === null ? [u, v] : pixelOfRay(lens, u, v);
}

/**
 * The point at elevation `z` (m) that is seen at a pixel.
 * @returns null where the line of sight does not meet that elevation in front of the camera
 */
export function pointAtLevel(camera: Camera, pixel: PixelPoint, z: number): PlanePoint | null {
  const seen = camera.lens === null ? pixel : rayOfPixel(camera.lens, pixel);
  const back = seen && invert3(planeMatrix(camera, z));
  if (seen === null || back === null) return null;
  const [x, y, w] = apply3(back, seen[0], seen[1], 1);
  const point: PlanePoint = [x / w + camera.origin[0], y / w + camera.origin[1]];
  if (!point.every(Number.isFinite)) return null;
  return projectPoint(camera, [...point, z]) === null ? null : point;
}

/** 3 × 3: takes (x, y, 1) at an elevation, counted from the origin, to what `matrix` gives. */
export function planeMatrix({ origin, matrix }: Camera, z: number): Matrix3 {
  const height = z - origin[2];
  return [0, 4, 8].flatMap((row) => [
    matrix[row]!,
    matrix[row + 1]!,
    matrix[row + 2]! * height + matrix[row + 3]!,
  ]);
}

/** Where the camera stands, in metres; null for a matrix of parallel projection. */
export function cameraPosition({ origin, matrix }: Camera): WorldPoint | null {
  const back = invert3([0, 4, 8].flatMap((row) => matrix.slice(row, row + 3)));
  if (back === null) return null;
  const [x, y, z] = apply3(back, -matrix[3]!, -matrix[7]!, -matrix[11]!);
  return [x + origin[0], y + origin[1], z + origin[2]];
}
