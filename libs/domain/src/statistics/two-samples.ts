/** Is the difference of two means more than chance? Two-sided tests, checked against R. */
import { criticalT, studentTTwoSided } from './distributions.js';
import { type Interval, summarize } from './interval.js';

export interface TestResult {
  /** Mean of the first sample (or of the pairs' differences) minus that of the second. */
  readonly difference: number;
  /** Of the true difference. */
  readonly interval: Interval;
  /** Probability of a difference at least this large if there were none. */
  readonly p: number;
  /** Difference in standard deviations: Hedges' g (1981) of two samples, d_z of pairs; null where nothing varies. */
  readonly effectSize: number | null;
}

/** Unequal variances after Welch (1947). Null when a sample has fewer than two values or nothing varies. */
export function welchTest(a: readonly number[], b: readonly number[]): TestResult | null {
  if (a.length < 2 || b.length < 2) return null;
  const [first, second] = [summarize(a), summarize(b)];
  const [va, vb] = [(first.sd ?? 0) ** 2 / first.n, (second.sd ?? 0) ** 2 / second.n];
  const difference = first.mean - second.mean;
  if (va + vb === 0) return null;
  const df = (va + vb) ** 2 / (va ** 2 / (first.n - 1) + vb ** 2 / (second.n - 1));
  const pooled = Math.sqrt(
    ((first.n - 1) * (first.sd ?? 0) ** 2 + (second.n - 1) * (second.sd ?? 0) ** 2) /
      (first.n + second.n - 2),
  );
  const smallSample = 1 - 3 / (4 * (first.n + second.n) - 9);
  return testResult(difference, Math.sqrt(va + vb), df, (difference / pooled) * smallSample);
}

/** Student's test of paired differences. Null below two pairs or where the differences do not vary. */
export function pairedTest(differences: readonly number[]): TestResult | null {
  if (differences.length < 2) return null;
  const { n, mean, sd } = summarize(differences);
  if (sd === null || sd === 0) return null;
  return testResult(mean, sd / Math.sqrt(n), n - 1, mean / sd);
}

function testResult(difference: number, error: number, df: number, effectSize: number): TestResult {
  const half = criticalT(df) * error;
  return {
    difference,
    interval: { low: difference - half, high: difference + half },
    p: studentTTwoSided(difference / error, df),
    effectSize,
  };
}

/**
 * p values of several comparisons at once after Holm (1979), in the order given: the chance of a single false
 * alarm among all of them stays below the level.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0));
  const adjusted = new Array<number>(ps.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * (ps[index] ?? 1)));
    adjusted[index] = highest;
  });
  return adjusted;
}
