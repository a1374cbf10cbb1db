/** How alike two curves on one grid are. */

/** Σ(a−ā)(b−b̄) / √(Σ(a−ā)² Σ(b−b̄)²) (Pearson 1895). @returns null where a curve is flat */
export function correlation(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [fromA, fromB] = [a[i]! - meanA, b[i]! - meanB];
    products += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 0 ? clamped(products / scale) : null;
}

/** Σab / √(Σa² Σb²), the cosine of the angle between the curves as vectors. @returns null where a curve is all 0 */
export function cosine(a: Float64Array, b: Float64Array): number | null {
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    products += a[i]! * b[i]!;
    squaresA += a[i]! * a[i]!;
    squaresB += b[i]! * b[i]!;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 0 ? clamped(products / scale) : null;
}

/**
 * Spectral angle in radians (Kruse et al., Remote Sens. Environ. 44 (1993) 145): 0 for curves that differ by a factor
 * alone. As 2 asin(|â − b̂| / 2), which stays exact for small angles, where the arc cosine does not.
 * @returns null where a curve is all 0
 */
export function spectralAngle(a: Float64Array, b: Float64Array): number | null {
  const [lengthA, lengthB] = [norm(a), norm(b)];
  if (lengthA === 0 || lengthB === 0) return null;
  let [differences, sums] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    differences += (a[i]! / lengthA - b[i]! / lengthB) ** 2;
    sums += (a[i]! / lengthA + b[i]! / lengthB) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(differences), Math.sqrt(sums));
}

/** √(Σ(a−b)² / n). */
export function rootMeanSquareDifference(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** Index of the largest |a − b|; the first of equals. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let at = 0;
  for (let i = 1; i < a.length; i++) if (Math.abs(a[i]! - b[i]!) > Math.abs(a[at]! - b[at]!)) at = i;
  return at;
}

/** Area under a curve by the trapezoidal rule. `x` ascending. */
export function area(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) sum += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return sum;
}

/** Area between two curves, exact for straight lines between points: a crossing within a step counts on both sides. */
export function areaBetween(x: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) {
    const [from, to] = [a[i - 1]! - b[i - 1]!, a[i]! - b[i]!];
    const [before, after] = [Math.abs(from), Math.abs(to)];
    const width = x[i]! - x[i - 1]!;
    const crosses = from * to < 0;
    sum += crosses
      ? (width * (before ** 2 + after ** 2)) / (2 * (before + after))
      : (width * (before + after)) / 2;
  }
  return sum;
}

/**
 * Standard deviation of the noise, which is taken to change from point to point as the signal does not: 1.482602/√6 ×
 * the median of |2yᵢ − yᵢ₋₂ − yᵢ₊₂| (DER_SNR, Stoehr et al., ASP Conf. Ser. 394 (2008) 505). At least 5 values.
 */
export function noiseOf(values: Float64Array): number {
  const curvature = Float64Array.from({ length: values.length - 4 }, (_, i) =>
    Math.abs(2 * values[i + 2]! - values[i]! - values[i + 4]!),
  );
  return (1.482602 / Math.sqrt(6)) * median(curvature);
}

/** Highest value above the median, over the noise. @returns null where there is no noise to be seen */
export function signalToNoise(values: Float64Array): number | null {
  const noise = noiseOf(values);
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const signal = highest - median(values);
  // Values that were computed, not measured, differ by rounding alone.
  return noise > signal * 1e-9 && noise > 0 ? signal / noise : null;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Rounding may leave −1…1. */
function clamped(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
