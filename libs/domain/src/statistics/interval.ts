import { criticalT } from './distributions.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A sample by its size, mean and sample standard deviation (n − 1); `sd` is null when n = 1. */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
}

/**
 * Interval of the true mean after Student (1908): mean ± t · sd / √n with n − 1 degrees of freedom.
 * Null below two values: one value says nothing of its own uncertainty.
 */
export function tInterval({ n, mean, sd }: SampleSummary): Interval | null {
  if (n < 2 || sd === null) return null;
  const half = (criticalT(n - 1) * sd) / Math.sqrt(n);
  return { low: mean - half, high: mean + half };
}

/** Size, mean and sample standard deviation of at least one value, in two passes for precision. */
export function summarize(values: readonly number[]): SampleSummary {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null };
}
