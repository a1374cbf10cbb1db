/** A regression tree on binned columns (Breiman, Friedman, Olshen, Stone 1984), small enough to grow hundreds at once. */

/** One parameter over all rows. */
export interface Column {
  /** Bin of each row, from 0. */
  readonly bins: Uint16Array;
  readonly binCount: number;
  /** Whether neighbouring bins are alike; the bins of other columns are ordered anew by their means at each split. */
  readonly isOrdered: boolean;
}

export type RegressionTree =
  | { readonly mean: number }
  | {
      readonly column: number;
      /** By bin: 1 goes left. */
      readonly goesLeft: Uint8Array;
      readonly left: RegressionTree;
      readonly right: RegressionTree;
    };

interface Split {
  readonly column: number;
  /** Bins that go left, of those that occur. */
  readonly left: readonly number[];
  /** Reduction of the sum of squares. */
  readonly gain: number;
}

/** Grows a tree on the rows, which may repeat, until a leaf would fall below `smallestLeaf` rows or nothing is gained. */
export function growTree(
  columns: readonly Column[],
  values: Float64Array,
  rows: readonly number[],
  smallestLeaf: number,
): RegressionTree {
  const split = bestSplit(columns, values, rows, smallestLeaf);
  const column = split === null ? undefined : columns[split.column];
  if (split === null || column === undefined) return { mean: sumOf(values, rows) / rows.length };
  const goesLeft = new Uint8Array(column.binCount);
  // Bins that do not occur here go where their neighbours go.
  if (column.isOrdered) goesLeft.fill(1, 0, (split.left.at(-1) ?? 0) + 1);
  else for (const bin of split.left) goesLeft[bin] = 1;
  const left: number[] = [];
  const right: number[] = [];
  for (const row of rows) (goesLeft[column.bins[row] ?? 0] === 1 ? left : right).push(row);
  return {
    column: split.column,
    goesLeft,
    left: growTree(columns, values, left, smallestLeaf),
    right: growTree(columns, values, right, smallestLeaf),
  };
}

/** @param binOf bin of the case in a column */
export function predict(tree: RegressionTree, binOf: (column: number) => number): number {
  let node = tree;
  while ('column' in node) node = node.goesLeft[binOf(node.column)] === 1 ? node.left : node.right;
  return node.mean;
}

function sumOf(values: Float64Array, rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows) sum += values[row] ?? 0;
  return sum;
}

function bestSplit(
  columns: readonly Column[],
  values: Float64Array,
  rows: readonly number[],
  smallestLeaf: number,
): Split | null {
  if (rows.length < 2 * smallestLeaf) return null;
  const total = sumOf(values, rows);
  // A gain within rounding is none: rows that are all equal must become a leaf.
  let least = 1e-12 * (1 + (total * total) / rows.length);
  let best: Split | null = null;
  for (const [column, each] of columns.entries()) {
    const histogram = histogramOf(each, values, rows);
    const cut = bestCut(histogram, { n: rows.length, total, smallestLeaf });
    if (cut === null || cut.gain <= least) continue;
    least = cut.gain;
    best = { column, left: histogram.order.slice(0, cut.at + 1), gain: cut.gain };
  }
  return best;
}

interface Histogram {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Bins that occur: in their own order, else by their means, among which the best cut lies (Fisher 1958). */
  readonly order: readonly number[];
}

function histogramOf(
  { bins, binCount, isOrdered }: Column,
  values: Float64Array,
  rows: readonly number[],
): Histogram {
  const counts = new Float64Array(binCount);
  const sums = new Float64Array(binCount);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
    sums[bin] = (sums[bin] ?? 0) + (values[row] ?? 0);
  }
  const order: number[] = [];
  for (let bin = 0; bin < binCount; bin++) if (counts[bin] !== 0) order.push(bin);
  const meanOf = (bin: number) => (sums[bin] ?? 0) / (counts[bin] ?? 1);
  if (!isOrdered) order.sort((a, b) => meanOf(a) - meanOf(b));
  return { counts, sums, order };
}

function bestCut(
  { counts, sums, order }: Histogram,
  { n, total, smallestLeaf }: { n: number; total: number; smallestLeaf: number },
): { at: number; gain: number } | null {
  let at = -1;
  let most = Number.NEGATIVE_INFINITY;
  let count = 0;
  let sum = 0;
  for (let i = 0; i < order.length - 1; i++) {
    const bin = order[i] ?? 0;
    count += counts[bin] ?? 0;
    sum += sums[bin] ?? 0;
    if (count < smallestLeaf || n - count < smallestLeaf) continue;
    const gain = (sum * sum) / count + ((total - sum) * (total - sum)) / (n - count);
    if (gain > most) [at, most] = [i, gain];
  }
  return at === -1 ? null : { at, gain: most - (total * total) / n };
}
