/**
 * Operations on points (rows × markerCount × 3, NaN where not seen). Each returns a new array and leaves its
 * input as it is.
 */
import { medianInPlace } from '../geometry/median.js';

/** Points whose confidence (rows × markerCount) is below the least one become missing. */
export function filterByConfidence(
  points: Float64Array,
  confidences: Float64Array,
  minConfidence: number,
): Float64Array {
  return points.map((value, i) => (confidences[Math.floor(i / 3)]! >= minConfidence ? value : Number.NaN));
}

/**
 * Savitzky–Golay smoothing over time with an odd window, fitting a polynomial of the given order by least
 * squares (Savitzky & Golay 1964). Values closer to an end or to a gap than half a window stay as they are.
 */
export function smoothSavitzkyGolay(
  points: Float64Array,
  markerCount: number,
  window = 5,
  order = 2,
): Float64Array {
  if (window % 2 !== 1 || order >= window)
    throw new RangeError('The window must be odd and larger than the order.');
  const half = (window - 1) / 2;
  const weights = savitzkyGolayWeights(half, order);
  const stride = markerCount * 3;
  return points.map((value, i) => {
    let sum = 0;
    for (let step = -half; step <= half; step++)
      sum += weights[step + half]! * (points[i + step * stride] ?? Number.NaN);
    return Number.isNaN(sum) ? value : sum;
  });
}

/** Weights that give the fitted polynomial's value in the middle of the window. */
function savitzkyGolayWeights(half: number, order: number): Float64Array {
  const size = order + 1;
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      let sum = 0;
      for (let x = -half; x <= half; x++) sum += x ** (i + j);
      return sum;
    }),
  );
  const first = solveDense(
    normal,
    Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0)),
  );
  return Float64Array.from({ length: 2 * half + 1 }, (_, index) =>
    first.reduce((sum, coefficient, power) => sum + coefficient * (index - half) ** power, 0),
  );
}

/** Gaussian elimination without pivoting, for the small positive definite system above. */
function solveDense(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let r = i + 1; r < n; r++) {
      const share = matrix[r]![i]! / matrix[i]![i]!;
      for (let c = i; c < n; c++) matrix[r]![c]! -= share * matrix[i]![c]!;
      right[r]! -= share * right[i]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = i + 1; c < n; c++) right[i]! -= matrix[i]![c]! * right[c]!;
    right[i]! /= matrix[i]![i]!;
  }
  return right;
}

/**
 * Points that jump become missing: those whose speed into and out of them (`velocity`), or whose distance from
 * the marker's median position (`position`), lies more than `threshold` robust deviations (1.4826 × median
 * absolute deviation) above the median.
 */
export function removeOutliers(
  points: Float64Array,
  markerCount: number,
  by: 'velocity' | 'position',
  threshold = 5,
): Float64Array {
  const cleaned = points.slice();
  for (let marker = 0; marker < markerCount; marker++) {
    const sizes =
      by === 'velocity' ? jumpSizes(points, markerCount, marker) : offsets(points, markerCount, marker);
    const seen = sizes.filter((size) => !Number.isNaN(size));
    const median = medianInPlace(seen.slice());
    const deviation = 1.4826 * medianInPlace(seen.map((size) => Math.abs(size - median)));
    sizes.forEach((size, row) => {
      if (!(size - median > threshold * deviation)) return;
      const at = (row * markerCount + marker) * 3;
      cleaned.fill(Number.NaN, at, at + 3);
    });
  }
  return cleaned;
}

/** Smaller of the steps into and out of each row, so that a row beside a jump is not blamed for it. */
function jumpSizes(points: Float64Array, markerCount: number, marker: number): Float64Array {
  const rowCount = points.length / (markerCount * 3);
  const step = (row: number): number => {
    const a = ((row - 1) * markerCount + marker) * 3;
    const b = a + markerCount * 3;
    if (row < 1 || row >= rowCount) return Number.NaN;
    return Math.hypot(
      points[b]! - points[a]!,
      points[b + 1]! - points[a + 1]!,
      points[b + 2]! - points[a + 2]!,
    );
  };
  return Float64Array.from({ length: rowCount }, (_, row) => {
    const into = step(row);
    const out = step(row + 1);
    if (Number.isNaN(into)) return out;
    return Number.isNaN(out) ? into : Math.min(into, out);
  });
}

function offsets(points: Float64Array, markerCount: number, marker: number): Float64Array {
  const rowCount = points.length / (markerCount * 3);
  const coordinate = (row: number, k: number) => points[(row * markerCount + marker) * 3 + k]!;
  const centre = [0, 1, 2].map((k) => {
    const values = Float64Array.from({ length: rowCount }, (_, row) => coordinate(row, k));
    return medianInPlace(values.filter((value) => !Number.isNaN(value)));
  });
  return Float64Array.from({ length: rowCount }, (_, row) =>
    Math.hypot(...centre.map((middle, k) => coordinate(row, k) - middle)),
  );
}

/** Moves all points so that the mean of those seen lies at the origin. */
export function centrePoints(points: Float64Array): Float64Array {
  const mean = [0, 1, 2].map((k) => {
    const values = points.filter((value, i) => i % 3 === k && !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  return points.map((value, i) => value - mean[i % 3]!);
}

/** Multiplies all coordinates. */
export function scalePoints(points: Float64Array, factor: number): Float64Array {
  return points.map((value) => value * factor);
}

/** Every `step`-th row, from the first. */
export function subsampleRows(points: Float64Array, markerCount: number, step: number): Float64Array {
  const stride = markerCount * 3;
  return points.filter((_, i) => Math.floor(i / stride) % step === 0);
}
