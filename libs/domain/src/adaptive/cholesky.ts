/** Symmetric positive definite systems of equations, dense: lower triangles row by row. */

type Triangle = readonly Float64Array[];

/** The lower triangle L with L·Lᵀ = matrix, or null where the matrix is not positive definite. */
export function cholesky(matrix: Triangle): Float64Array[] | null {
  const lower: Float64Array[] = [];
  for (const [i, given] of matrix.entries()) {
    const row = Float64Array.from(given);
    for (let j = 0; j < i; j++) {
      const other = lower[j] as Float64Array;
      row[j] = ((row[j] as number) - product(row, other, j)) / (other[j] as number);
    }
    const rest = (row[i] as number) - product(row, row, i);
    if (!(rest > 0)) return null;
    row[i] = Math.sqrt(rest);
    lower.push(row);
  }
  return lower;
}

/** x with L·x = b. */
export function solveLower(lower: Triangle, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(lower.length);
  for (const [i, row] of lower.entries()) {
    x[i] = ((b[i] as number) - product(row, x, i)) / (row[i] as number);
  }
  return x;
}

/** x with Lᵀ·x = b. */
export function solveUpper(lower: Triangle, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = lower.length - 1; i >= 0; i--) {
    const row = lower[i] as Float64Array;
    const value = (x[i] as number) / (row[i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (row[k] as number) * value;
  }
  return x;
}

/** Of the first `count` numbers. */
function product(a: Float64Array, b: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}
