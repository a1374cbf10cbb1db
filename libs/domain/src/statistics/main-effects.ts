/** Analysis of variance of a full grid with one value a cell: what each factor explains alone. */

export interface MainEffects {
  /** Sum of squares of each factor's main effect over the total sum of squares. */
  readonly shares: readonly number[];
  /** What is left: interactions of factors, and chance. */
  readonly residual: number;
}

/**
 * Shares as R's `aov(value ~ factor(a) + factor(b) + …)` gives them. In a full grid the main effects are orthogonal,
 * so their sums of squares do not depend on an order. Null unless every combination of levels occurs exactly once
 * and the values vary.
 * @param factors one column a factor: the level of each observation, from 0, every level used
 */
export function mainEffects(
  factors: readonly (readonly number[])[],
  values: readonly number[],
): MainEffects | null {
  if (!isFullGrid(factors, values.length)) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (total === 0) return null;
  const shares = factors.map((levels) => sumOfSquares(levels, values, mean) / total);
  return { shares, residual: Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0)) };
}

function isFullGrid(factors: readonly (readonly number[])[], n: number): boolean {
  const sizes = factors.map((levels) => levels.reduce((highest, level) => Math.max(highest, level), 0) + 1);
  if (sizes.reduce((product, size) => product * size, 1) !== n) return false;
  const cells = new Set<number>();
  for (let i = 0; i < n; i++) {
    cells.add(factors.reduce((cell, levels, f) => cell * (sizes[f] ?? 1) + (levels[i] ?? 0), 0));
  }
  return cells.size === n;
}

function sumOfSquares(levels: readonly number[], values: readonly number[], mean: number): number {
  const groups = new Map<number, { n: number; sum: number }>();
  levels.forEach((level, i) => {
    const group = groups.get(level) ?? { n: 0, sum: 0 };
    group.n++;
    group.sum += (values[i] ?? 0) - mean;
    groups.set(level, group);
  });
  return [...groups.values()].reduce((total, { n, sum }) => total + sum ** 2 / n, 0);
}
