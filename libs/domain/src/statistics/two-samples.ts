/** Is the difference of two means more than chance? Two-sided tests, checked against R. */
import { normalTwoSided, studentTCritical, studentTTwoSided } from './distributions.js';
import { confidenceLevel, type Interval, summarize } from './interval.js';

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
  const half = studentTCritical(confidenceLevel, df) * error;
  return {
    difference,
    interval: { low: difference - half, high: difference + half },
    p: studentTTwoSided(difference / error, df),
    effectSize,
  };
}

/** Beyond this the exact distribution is replaced by the normal one. */
const maxExact = 49;

/**
 * Signed-rank test of paired differences after Wilcoxon (1945): zeros are left out; exact below 50 differences
 * without ties, else normal with corrections for ties and continuity.
 * @returns the two-sided p, null when all differences are zero
 */
export function signedRankTest(differences: readonly number[]): number | null {
  const kept = differences.filter((difference) => difference !== 0);
  const n = kept.length;
  if (n === 0) return null;
  const ranks = midRanks(kept.map(Math.abs));
  const positive = kept.reduce((sum, value, i) => sum + (value > 0 ? (ranks[i] ?? 0) : 0), 0);
  const hasTies = new Set(ranks).size < n;
  const hasZeros = n < differences.length;
  if (n <= maxExact && !hasTies && !hasZeros) return exactSignedRank(positive, n);
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieCorrection(ranks) / 48;
  const distance = positive - mean;
  const z = (distance - Math.sign(distance) * 0.5) / Math.sqrt(variance);
  return Math.min(1, normalTwoSided(z));
}

/** Ranks from 1; equal values share the mean of their ranks. */
function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i <= to; i++) ranks[order[i] ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

function tieCorrection(ranks: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + size ** 3 - size, 0);
}

/** Of the 2ⁿ sign patterns, the share whose sum of positive ranks is at least as far from the middle. */
function exactSignedRank(positive: number, n: number): number {
  const total = (n * (n + 1)) / 2;
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = total; sum >= rank; sum--) ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0);
  }
  const lower = Math.min(positive, total - positive);
  let tail = 0;
  for (let sum = 0; sum <= lower; sum++) tail += ways[sum] ?? 0;
  return Math.min(1, (2 * tail) / 2 ** n);
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
