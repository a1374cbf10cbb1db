import { type Camera, type Point2, projectFlat, type Ray, traceRay } from './camera.js';

/** Bounds of the water in z, at two places in x; between and beyond them they are straight lines. */
export interface Volume {
  readonly xMm: readonly [number, number];
  readonly zMinMm: readonly [number, number];
  readonly zMaxMm: readonly [number, number];
}

/** z on the line of the lower or upper bound at x. */
export function boundAt(volume: Volume, bound: 'zMinMm' | 'zMaxMm', x: number): number {
  const [[x0, x1], [z0, z1]] = [volume.xMm, volume[bound]];
  return z0 + ((x - x0) * (z1 - z0)) / (x1 - x0);
}

const ray: Ray = { values: new Float64Array(6) };
const end: Point2 = { x: 0, y: 0 };

/**
 * Where an ideal point (mm) of one camera can appear in another: the ends, at the lower and the upper bound in z, of
 * the picture of its ray. Writes x, y of both (mm, ideal lens) into `out`.
 */
export function epipolarSegment(
  from: Camera,
  to: Camera,
  volume: Volume,
  x: number,
  y: number,
  out: Float64Array,
): void {
  traceRay(from, x, y, ray);
  const at = ray.values[0]!;
  projectAtZ(to, boundAt(volume, 'zMinMm', at));
  out[0] = end.x;
  out[1] = end.y;
  projectAtZ(to, boundAt(volume, 'zMaxMm', at));
  out[2] = end.x;
  out[3] = end.y;
}

function projectAtZ(camera: Camera, z: number): void {
  const [px, py, pz, dx, dy, dz] = ray.values as unknown as [number, number, number, number, number, number];
  const length = (z - pz) / dz;
  projectFlat(camera, px + dx * length, py + dy * length, z, end);
}
