/** Intervals of a mean without the assumption of a normal distribution, by resampling. */
import { mulberry32 } from '../batches/seeded.js';
import { confidenceLevel } from './distributions.js';
import type { Interval } from './interval.js';
import { normalCdf, normalQuantile } from './normal.js';

/** Below so many values a resample says little that the t interval does not say better. */
const fewestValues = 10;
const resamples = 2_000;
const seed = 1987;

/**
 * Bias-corrected and accelerated interval of the mean (Efron 1987) at 95 % from 2,000 resamples, which are the same
 * for every sample of one size. Null below ten values.
 */
export function bootstrapMean(values: readonly number[]): Interval | null {
  return values.length < fewestValues ? null : bcaInterval(values, resampledMeans(values));
}

function resampledMeans(values: readonly number[]): Float64Array {
  const n = values.length;
  const drawn = drawsOf(n);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = r * n; i < (r + 1) * n; i++) sum += values[drawn[i] ?? 0] ?? 0;
    means[r] = sum / n;
  }
  return means;
}

/** Settings mostly have equally many values, so one table of draws serves nearly all. */
let lastDraws: { readonly n: number; readonly drawn: Uint32Array } | null = null;

function drawsOf(n: number): Uint32Array {
  if (lastDraws?.n === n) return lastDraws.drawn;
  const random = mulberry32(seed);
  const drawn = Uint32Array.from({ length: resamples * n }, () => Math.floor(random() * n));
  lastDraws = { n, drawn };
  return drawn;
}

/**
 * The interval from the means of given resamples. The bias is the share of them below the mean (ties count half),
 * the acceleration follows from the skewness of the jackknife; quantiles between two resamples lie between them on
 * the normal scale, both as in Davison and Hinkley (1997), section 5.3.
 */
export function bcaInterval(values: readonly number[], resampled: Float64Array): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = Float64Array.from(resampled).sort();
  const spread = (sorted.at(-1) ?? mean) - (sorted[0] ?? mean);
  // Within rounding a resample equals the mean, and values that are all equal have no spread.
  const rounding = 1e-12 * Math.max(spread, Math.abs(mean));
  if (spread <= rounding) return { low: mean, high: mean };
  const below = sorted.reduce((sum, each) => sum + shareBelow(each - mean, rounding), 0);
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), sorted.length - 0.5) / sorted.length);
  const acceleration = jackknifeAcceleration(values, mean);
  const tail = (1 - confidenceLevel) / 2;
  const end = (p: number) => {
    const shifted = bias + normalQuantile(p);
    return quantile(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: end(tail), high: end(1 - tail) };
}

function shareBelow(distance: number, rounding: number): number {
  if (Math.abs(distance) <= rounding) return 0.5;
  return distance < 0 ? 1 : 0;
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
