import { type Camera, type Ray, traceRay } from '../camera/camera.js';
import { boundAt, type Volume } from '../camera/epipolar.js';
import type { Matches } from './correspondences.js';
import type { FlatTargets } from './flat-targets.js';

// Looked up once: in the innermost loops that is felt.
const { sqrt } = Math;

/** Particles of one frame in space. */
export interface Positions {
  readonly count: number;
  /** x, y, z of each, mm. */
  readonly xyzMm: Float64Array;
  /** Mean distance between the rays of each, mm; 0 with one camera. */
  readonly residualMm: Float64Array;
}

/** Where the rays of each group meet. */
export function locateMatches(
  cameras: readonly Camera[],
  targets: readonly FlatTargets[],
  matches: Matches,
  volume: Volume,
): Positions {
  const { cameraCount, places } = matches;
  const count = places.length / cameraCount;
  const xyzMm = new Float64Array(count * 3);
  const residualMm = new Float64Array(count);
  const rays = cameras.map((): Ray => ({ values: new Float64Array(6) }));
  const seen: Ray[] = [];
  for (let g = 0; g < count; g++) {
    seen.length = 0;
    for (let c = 0; c < cameraCount; c++) {
      const place = places[g * cameraCount + c]!;
      if (place < 0) continue;
      const { x, y } = targets[c]!;
      traceRay(cameras[c]!, x[place]!, y[place]!, rays[c]!);
      seen.push(rays[c]!);
    }
    residualMm[g] =
      cameraCount === 1 ? cutMiddle(seen[0]!, volume, xyzMm, g * 3) : meetRays(seen, xyzMm, g * 3);
  }
  return { count, xyzMm, residualMm };
}

/**
 * The mean, over all pairs of rays, of the middle of the shortest line between them. Writes x, y, z into `out` and
 * returns the mean length of these lines, mm.
 */
export function meetRays(rays: readonly Ray[], out: Float64Array, at: number): number {
  let [x, y, z, gap, pairs] = [0, 0, 0, 0, 0];
  for (let i = 0; i < rays.length - 1; i++) {
    const a = rays[i]!.values;
    for (let j = i + 1; j < rays.length; j++) {
      const b = rays[j]!.values;
      const [wx, wy, wz] = [b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!];
      const cosine = a[3]! * b[3]! + a[4]! * b[4]! + a[5]! * b[5]!;
      const alongA = wx * a[3]! + wy * a[4]! + wz * a[5]!;
      const alongB = wx * b[3]! + wy * b[4]! + wz * b[5]!;
      const sine2 = 1 - cosine * cosine;
      const s = (alongA - alongB * cosine) / sine2;
      const t = (alongA * cosine - alongB) / sine2;
      const [ax, ay, az] = [a[0]! + s * a[3]!, a[1]! + s * a[4]!, a[2]! + s * a[5]!];
      const [bx, by, bz] = [b[0]! + t * b[3]!, b[1]! + t * b[4]!, b[2]! + t * b[5]!];
      x += (ax + bx) / 2;
      y += (ay + by) / 2;
      z += (az + bz) / 2;
      gap += sqrt((bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2);
      pairs++;
    }
  }
  out[at] = x / pairs;
  out[at + 1] = y / pairs;
  out[at + 2] = z / pairs;
  return gap / pairs;
}

/** One camera cannot tell depth: the point of the ray halfway between the bounds in z is taken. */
function cutMiddle({ values }: Ray, volume: Volume, out: Float64Array, at: number): number {
  const [px, py, pz, dx, dy, dz] = values as unknown as [number, number, number, number, number, number];
  const z = (boundAt(volume, 'zMinMm', px) + boundAt(volume, 'zMaxMm', px)) / 2;
  out[at] = px + ((z - pz) / dz) * dx;
  out[at + 1] = py + ((z - pz) / dz) * dy;
  out[at + 2] = z;
  return 0;
}
