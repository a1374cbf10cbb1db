/** Intervals of a mean without the assumption of a normal distribution, by resampling. */
import { mulberry32 } from '../batches/seeded.js';
import { confidenceLevel, type Interval } from './interval.js';
import { normalCdf, normalQuantile } from './normal.js';

/** Below so many values a resample says little that the t interval does not say better. */
const fewestValues = 10;
const resamples = 2_000;
const seed = 20_870_301;

/**
 * Bias-corrected and accelerated interval of the mean (Efron 1987) at 95 % from 2,000 resamples, which are the same
 * for every sample of one size. Null below ten values.
 */
export function bootstrapMean(values: readonly number[]): Interval | null {
  return values.length < fewestValues ? null : bcaInterval(values, resampledMeans(values));
}

function resampledMeans(values: readonly number[]): Float64Array {
  const n = values.length;
  const random = mulberry32(seed);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[Math.floor(random() * n)] ?? 0;
    return sum / n;
  });
}

/**
 * The interval from the means of given resamples. The bias is the share of them below the mean (ties count half),
 * the acceleration follows from the skewness of the jackknife; quantiles between two resamples lie between them on
 * the normal scale, both as in Davison and Hinkley (1997), section 5.3.
 */
export function bcaInterval(values: readonly number[], resampled: Float64Array): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = Float64Array.from(resampled).sort();
  const below = sorted.reduce((sum, each) => sum + (each < mean ? 1 : each === mean ? 0.5 : 0), 0);
  // Values that are all equal have no bias, and no spread to place an interval in.
  if (sorted[0] === sorted.at(-1)) return { low: mean, high: mean };
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), sorted.length - 0.5) / sorted.length);
  const acceleration = jackknifeAcceleration(values, mean);
  const tail = (1 - confidenceLevel) / 2;
  const end = (p: number) => {
    const shifted = bias + normalQuantile(p);
    return quantile(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: end(tail), high: end(1 - tail) };
}

/** Leaving out value i moves the mean by (mean − xᵢ) / (n − 1), so the skewness is that of the values themselves. */
function jackknifeAcceleration(values: readonly number[], mean: number): number {
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0);
  return moment(3) / (6 * moment(2) ** 1.5);
}

/** The (R + 1)·p-th of R sorted resamples; between two of them on the scale of the normal quantile. */
function quantile(sorted: Float64Array, p: number): number {
  const size = sorted.length;
  const place = (size + 1) * p;
  const k = Math.floor(place);
  const at = (i: number) => sorted[Math.min(Math.max(i, 1), size) - 1] ?? Number.NaN;
  if (k < 1 || k >= size || k === place) return at(k);
  const z = (share: number) => normalQuantile(share);
  const weight = (z(p) - z(k / (size + 1))) / (z((k + 1) / (size + 1)) - z(k / (size + 1)));
  return at(k) + weight * (at(k + 1) - at(k));
}
