/** Student's t distribution, to about 1e-12. Pure numbers, no tables. */

import { normalQuantile } from './normal.js';

/** Share of cases in which an interval covers the true mean. */
export const confidenceLevel = 0.95;

/** Coefficients of Lanczos (1964) for g = 7, n = 9. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  let series = lanczos[0] ?? 0;
  for (let i = 1; i < lanczos.length; i++) series += (lanczos[i] ?? 0) / (z + i);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Regularized incomplete beta function I_x(a, b) by its continued fraction, modified after Lentz (1976). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean of the distribution.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front / a) * betaFraction(x, a, b);
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const atLeastTiny = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / atLeastTiny(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / atLeastTiny(1 + even * d);
    c = atLeastTiny(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / atLeastTiny(1 + odd * d);
    c = atLeastTiny(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return fraction;
}

/** P(|T| ≥ |t|) of Student's t with `df` > 0 degrees of freedom, which need not be whole. */
export function studentTTwoSided(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** Density of Student's t. */
function studentTDensity(t: number, df: number): number {
  const scale = Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)) / Math.sqrt(df * Math.PI);
  return scale * (1 + (t * t) / df) ** (-(df + 1) / 2);
}

/** A comparison asks for the same few whole degrees of freedom thousands of times. */
const knownCriticalT = new Map<number, number>();

/** The t with P(|T| ≤ t) = 95 %. */
export function criticalT(df: number): number {
  const known = knownCriticalT.get(df);
  if (known !== undefined) return known;
  const t = studentTCritical(confidenceLevel, df);
  // Welch's degrees of freedom are seldom whole and never come again.
  if (Number.isInteger(df)) knownCriticalT.set(df, t);
  return t;
}

/**
 * The t with P(|T| ≤ t) = `level`, 0 < level < 1. Starts from an expansion about the normal quantile (Abramowitz and
 * Stegun 1964, 26.7.5); Newton's steps converge from there on, as the tail is convex.
 */
export function studentTCritical(level: number, df: number): number {
  const z = normalQuantile((1 + level) / 2);
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  let t = z + (first + (second + third / df) / df) / df;
  for (let i = 0; i < 200; i++) {
    const step = (studentTTwoSided(t, df) - (1 - level)) / (2 * studentTDensity(t, df));
    t += step;
    if (Math.abs(step) <= 1e-8 * t) break;
  }
  return t;
}
