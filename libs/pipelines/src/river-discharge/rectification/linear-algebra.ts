/** Small dense linear algebra; matrices are rows of numbers, 3 × 3 ones are nine numbers row by row. */

/** Nine numbers, row by row. */
export type Matrix3 = readonly number[];

/** Columns of `v` are the right singular vectors of a matrix. */
export interface SingularValues {
  /** Descending. */
  readonly values: readonly number[];
  /** In the order of `values`. */
  readonly vectors: readonly (readonly number[])[];
}

const sweeps = 60;

/**
 * Singular values and right singular vectors of m × n rows by one-sided Jacobi rotations (Hestenes 1958). For few
 * columns; nothing is squared, so small values keep their digits.
 */
export function singularValues(rows: readonly (readonly number[])[]): SingularValues {
  const n = rows[0]?.length ?? 0;
  const columns = Array.from({ length: n }, (_, j) => rows.map((row) => row[j]!));
  const vectors = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let turned = false;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) turned = makeOrthogonal(columns, vectors, p, q) || turned;
    if (!turned) break;
  }
  const order = columns
    .map((column, j) => ({ value: Math.hypot(...column), vector: vectors[j]! }))
    .sort((a, b) => b.value - a.value);
  return { values: order.map(({ value }) => value), vectors: order.map(({ vector }) => vector) };
}

function makeOrthogonal(columns: number[][], vectors: number[][], p: number, q: number): boolean {
  const alpha = dot(columns[p]!, columns[p]!);
  const beta = dot(columns[q]!, columns[q]!);
  const gamma = dot(columns[p]!, columns[q]!);
  if (gamma === 0 || Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta)) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  for (const both of [columns, vectors]) turn(both[p]!, both[q]!, cosine, cosine * tangent);
  return true;
}

function turn(a: number[], b: number[], cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const before = a[i]!;
    a[i] = cosine * before - sine * b[i]!;
    b[i] = sine * before + cosine * b[i]!;
  }
}

/** Sum of products. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Product of two 3 × 3 matrices. */
export function multiply3(a: Matrix3, b: Matrix3): number[] {
  const product: number[] = [];
  for (let row = 0; row < 9; row += 3) {
    for (let column = 0; column < 3; column++)
      product.push(a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!);
  }
  return product;
}

/** Matrix times vector. */
export function apply3(m: Matrix3, x: number, y: number, z: number): [number, number, number] {
  return [
    m[0]! * x + m[1]! * y + m[2]! * z,
    m[3]! * x + m[4]! * y + m[5]! * z,
    m[6]! * x + m[7]! * y + m[8]! * z,
  ];
}

/** Transposed 3 × 3 matrix. */
export function transpose3(m: Matrix3): number[] {
  return [m[0]!, m[3]!, m[6]!, m[1]!, m[4]!, m[7]!, m[2]!, m[5]!, m[8]!];
}

/** Determinant of a 3 × 3 matrix. */
export function determinant3(m: Matrix3): number {
  return dot(m.slice(0, 3), cofactors(m));
}

/** Cofactors of the first row. */
function cofactors([, , , d, e, f, g, h, i]: Matrix3): number[] {
  return [e! * i! - f! * h!, f! * g! - d! * i!, d! * h! - e! * g!];
}

/** Inverse of a 3 × 3 matrix, or null where it has none. */
export function invert3(m: Matrix3): number[] | null {
  const [a, b, c, d, e, f, g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const determinant = determinant3(m);
  if (!Number.isFinite(determinant) || determinant === 0) return null;
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ].map((value) => value / determinant);
}

/** Solution of a square system by elimination with row pivots, or null where it has none. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const head = rows[k]![k]!;
    if (head === 0 || !Number.isFinite(head)) return null;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / head;
      if (factor !== 0) for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const known = dot(rows[k]!.slice(k + 1, n), solution.slice(k + 1));
    solution[k] = (rows[k]![n]! - known) / rows[k]![k]!;
  }
  return solution;
}
