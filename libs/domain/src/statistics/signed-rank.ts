/** Wilcoxon's signed-rank test (1945): are paired differences symmetric about zero, whatever their distribution? */
import { normalTwoSided } from './normal.js';

/** From so many differences on the normal approximation takes over, as in R. */
const exactBelow = 50;

/**
 * Two-sided p as R's `wilcox.test(x, y, paired = TRUE)` gives it: exact below 50 differences without ties or zeros,
 * otherwise the normal approximation with corrections for ties and continuity. Zeros are left out, tied sizes share
 * their mean rank. Null where every difference is zero or there is none.
 */
export function signedRankP(differences: readonly number[]): number | null {
  const nonZero = differences.filter((difference) => difference !== 0);
  const n = nonZero.length;
  if (n === 0) return null;
  const { sum, tieSizes } = positiveRanks(nonZero);
  const isExact = n < exactBelow && n === differences.length && tieSizes.length === 0;
  return isExact ? exactP(sum, n) : approximateP(sum, n, tieSizes);
}

/** Sum of the ranks of positive differences among all by size, and the sizes of groups that share a rank. */
function positiveRanks(differences: readonly number[]): { sum: number; tieSizes: number[] } {
  const sorted = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  const tieSizes: number[] = [];
  let sum = 0;
  for (let start = 0; start < sorted.length; ) {
    const size = Math.abs(sorted[start] ?? 0);
    let end = start + 1;
    while (end < sorted.length && Math.abs(sorted[end] ?? 0) === size) end++;
    const positive = sorted.slice(start, end).filter((difference) => difference > 0).length;
    // Ranks start + 1 … end share their mean.
    sum += (positive * (start + 1 + end)) / 2;
    if (end - start > 1) tieSizes.push(end - start);
    start = end;
  }
  return { sum, tieSizes };
}

function exactP(sum: number, n: number): number {
  const cumulative = signedRankDistribution(n);
  // The distribution is symmetric, so both tails are read from the lower one.
  const lower = Math.min(sum, (n * (n + 1)) / 2 - sum);
  return Math.min(1, 2 * (cumulative[lower] ?? 1));
}

/** A comparison asks for the same few sizes thousands of times. */
const knownDistributions = new Map<number, readonly number[]>();

/** P(V ≤ v) for v = 0, 1, …, counted over all 2ⁿ choices of signs. */
function signedRankDistribution(n: number): readonly number[] {
  const known = knownDistributions.get(n);
  if (known !== undefined) return known;
  let shares = [1];
  for (let rank = 1; rank <= n; rank++) {
    const next = new Array<number>(shares.length + rank).fill(0);
    shares.forEach((share, sum) => {
      next[sum] = (next[sum] ?? 0) + share / 2;
      next[sum + rank] = (next[sum + rank] ?? 0) + share / 2;
    });
    shares = next;
  }
  let total = 0;
  const cumulative = shares.map((share) => {
    total += share;
    return total;
  });
  knownDistributions.set(n, cumulative);
  return cumulative;
}

function approximateP(sum: number, n: number, tieSizes: readonly number[]): number {
  const ties = tieSizes.reduce((total, size) => total + size ** 3 - size, 0);
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const distance = sum - (n * (n + 1)) / 4;
  return normalTwoSided((distance - Math.sign(distance) * 0.5) / sd);
}
