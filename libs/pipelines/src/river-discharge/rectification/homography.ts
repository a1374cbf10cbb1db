import { apply3, invert3, type Matrix3, multiply3, singularValues } from './linear-algebra.js';
import type { PixelPoint } from './points.js';

type Pair = readonly [number, number];

/**
 * The plane-to-plane projection that takes `from` to `to`, by the normalised direct linear transform (Hartley 1997,
 * "In defense of the eight-point algorithm"): both sets are moved to their mean and scaled to a mean distance of √2.
 * @returns nine numbers row by row, of which the last is 1 (or the whole has length 1 where that one is 0); null
 * where fewer than 4 points are given or they leave it open (collinear ones)
 */
export function fitHomography(from: readonly Pair[], to: readonly Pair[]): Matrix3 | null {
  if (from.length < 4) return null;
  const a = normaliser(from);
  const b = normaliser(to);
  const back = b && invert3(b);
  if (a === null || back === null) return null;
  const rows = from.flatMap((point, i) => equations(transform(a, point), transform(b!, to[i]!)));
  const { values, vectors } = singularValues(rows);
  if (!(values[7]! > 1e-9 * values[0]!)) return null;
  const matrix = multiply3(multiply3(back, vectors[8]!), a);
  const last = matrix[8]!;
  return Math.abs(last) > 1e-12 * Math.hypot(...matrix)
    ? matrix.map((value) => value / last)
    : matrix.map((value) => value / Math.hypot(...matrix));
}

/** Point of the other plane; not finite on the horizon. */
export function transform(matrix: Matrix3, [x, y]: Pair): PixelPoint {
  const [u, v, w] = apply3(matrix, x, y, 1);
  return [u / w, v / w];
}

/** Two equations of each point in the nine numbers. */
function equations([x, y]: Pair, [u, v]: Pair): number[][] {
  return [
    [x, y, 1, 0, 0, 0, -u * x, -u * y, -u],
    [0, 0, 0, x, y, 1, -v * x, -v * y, -v],
  ];
}

/** The similarity that moves points to their mean and scales them; null where all are one point. */
function normaliser(points: readonly Pair[]): Matrix3 | null {
  const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
  const [x, y] = mean as [number, number];
  const distance = points.reduce((sum, point) => sum + Math.hypot(point[0] - x, point[1] - y), 0);
  if (!(distance > 0)) return null;
  const scale = (Math.SQRT2 * points.length) / distance;
  return [scale, 0, -scale * x, 0, scale, -scale * y, 0, 0, 1];
}
