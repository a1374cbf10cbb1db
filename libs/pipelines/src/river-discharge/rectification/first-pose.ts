/** First guesses of a camera's pose by direct linear transforms, for least squares to start from. */
import { fitHomography } from './homography.js';
import { determinant3, dot, multiply3, singularValues } from './linear-algebra.js';
import type { WorldPoint } from './points.js';
import { cross, nearestRotation } from './rotation.js';

/** Ray = rotation · (world - origin) + translation, up to its length. */
export interface Pose {
  readonly origin: WorldPoint;
  /** 3 × 3, row by row. */
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

type LocalPose = Omit<Pose, 'origin'>;
type Ray = readonly [number, number];

/**
 * The direct linear transform of space (Abdel-Aziz and Karara 1971), made a rotation.
 * @param local points counted from their mean
 * @returns null for fewer than 6 points and for points in a plane
 */
export function spatialPose(local: readonly (readonly number[])[], rays: readonly Ray[]): LocalPose | null {
  const matrix = projectionOfRays(local, rays);
  if (matrix === null) return null;
  const left = [0, 4, 8].flatMap((row) => matrix.slice(row, row + 3));
  const size = Math.cbrt(determinant3(left));
  const rotation = nearestRotation(left.map((value) => value / size));
  return { rotation, translation: [3, 7, 11].map((at) => matrix[at]! / size) };
}

/**
 * Twelve numbers row by row that take (x, y, z, 1) to homogeneous places in the picture.
 * @param local points counted from their mean
 * @returns null for fewer than 6 points and for points in a plane
 */
export function projectionOfRays(
  local: readonly (readonly number[])[],
  rays: readonly Ray[],
): number[] | null {
  if (local.length < 6) return null;
  // Scaled to a mean distance of √3, and √2 in the picture, as Hartley and Zisserman advise.
  const scale = meanLength(local) / Math.sqrt(3);
  const middle = [0, 1].map((axis) => rays.reduce((sum, ray) => sum + ray[axis]!, 0) / rays.length);
  const centred = rays.map(([x, y]) => [x - middle[0]!, y - middle[1]!] as const);
  const spread = meanLength(centred) / Math.SQRT2;
  const rows = local.flatMap((point, i) => {
    const [x, y, z] = point.map((value) => value / scale) as [number, number, number];
    const [u, v] = centred[i]!.map((value) => value / spread) as [number, number];
    return [
      [x, y, z, 1, 0, 0, 0, 0, -u * x, -u * y, -u * z, -u],
      [0, 0, 0, 0, x, y, z, 1, -v * x, -v * y, -v * z, -v],
    ];
  });
  const { values, vectors } = singularValues(rows);
  if (!(values[10]! > 1e-7 * values[0]!)) return null;
  const found = vectors[11]!.map((value, at) => (at % 4 === 3 ? value : value / scale));
  const last = found.slice(8);
  return [
    ...found.slice(0, 4).map((value, i) => spread * value + middle[0]! * last[i]!),
    ...found.slice(4, 8).map((value, i) => spread * value + middle[1]! * last[i]!),
    ...last,
  ];
}

/**
 * The pose from the homography of the plane that fits the points best (Zhang 2000).
 * @param local points counted from their mean
 * @returns null for collinear points
 */
export function planarPose(local: readonly (readonly number[])[], rays: readonly Ray[]): LocalPose | null {
  const { values, vectors } = singularValues(local);
  if (!(values[1]! > 1e-6 * values[0]!)) return null;
  const [first, second] = vectors as [number[], number[]];
  const axes = [first, second, cross(first, second)];
  const inPlane = local.map((point) => [dot(point, first), dot(point, second)] as const);
  const found = fitHomography(inPlane, rays);
  if (found === null) return null;
  const column = (j: number) => [found[j]!, found[3 + j]!, found[6 + j]!];
  const size = (Math.hypot(...column(0)) + Math.hypot(...column(1))) / 2;
  // The mean of the points, which lies in the plane, is in front of the camera.
  const sign = found[8]! < 0 ? -size : size;
  const [a, b, translation] = [0, 1, 2].map((j) => column(j).map((value) => value / sign));
  const c = cross(a!, b!);
  const turned = nearestRotation([0, 1, 2].flatMap((i) => [a![i]!, b![i]!, c[i]!]));
  return { rotation: multiply3(turned, axes.flat()), translation: translation! };
}

function meanLength(vectors: readonly (readonly number[])[]): number {
  return vectors.reduce((sum, vector) => sum + Math.hypot(...vector), 0) / vectors.length;
}
