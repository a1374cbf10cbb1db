import { dot, type Matrix3, multiply3, singularValues, transpose3 } from './linear-algebra.js';

/** Rotation by |w| radians around w (Rodrigues' formula). */
export function rotationOf([x, y, z]: readonly [number, number, number]): number[] {
  const angle = Math.hypot(x, y, z);
  const sine = angle < 1e-12 ? 1 : Math.sin(angle) / angle;
  const rest = angle < 1e-6 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
  const skew = [0, -z, y, z, 0, -x, -y, x, 0];
  const squared = multiply3(skew, skew);
  return skew.map((value, i) => (i % 4 === 0 ? 1 : 0) + sine * value + rest * squared[i]!);
}

/** The rotation nearest to a 3 × 3 matrix in the sum of squares, by its singular vectors. */
export function nearestRotation(matrix: Matrix3): number[] {
  const rows = [0, 3, 6].map((at) => matrix.slice(at, at + 3));
  const { values, vectors } = singularValues(rows);
  const [first, second] = vectors
    .slice(0, 2)
    .map((vector, i) => rows.map((row) => dot(row, vector) / values[i]!)) as [number[], number[]];
  const left = [first, second, cross(first, second)];
  const right = [vectors[0]!, vectors[1]!, cross(vectors[0]!, vectors[1]!)];
  return multiply3(transpose3(left.flat()), right.flat());
}

/** Vector product. */
export function cross(a: readonly number[], b: readonly number[]): [number, number, number] {
  return [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
}
