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

/** Rows in a leaf at least. */
const smallestLeaf = 3;

interface Split {
  readonly column: number;
  readonly goesLeft: Uint8Array;
  /** Reduction of the sum of squares. */
  readonly gain: number;
}

/** Grows a tree on the rows, which may repeat, until a leaf would fall below three rows or nothing is gained. */
export function growTree(
  columns: readonly Column[],
  values: Float64Array,
  rows: readonly number[],
): RegressionTree {
  const split = bestSplit(columns, values, rows);
  if (split === null) return { mean: sumOf(values, rows) / rows.length };
  const { column, goesLeft } = split;
  const isLeft = (row: number) => goesLeft[columns[column]?.bins[row] ?? 0] === 1;
  const [left, right] = [rows.filter(isLeft), rows.filter((row) => !isLeft(row))];
  return {
    column,
    goesLeft,
    left: growTree(columns, values, left),
    right: growTree(columns, values, right),
  };
}

/** @param binOf bin of the case in a column */
export function predict(tree: RegressionTree, binOf: (column: number) => number): number {
  let node = tree;
  while ('column' in node) node = node.goesLeft[binOf(node.column)] === 1 ? node.left : node.right;
  return node.mean;
}

function sumOf(values: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (values[row] ?? 0), 0);
}

function bestSplit(columns: readonly Column[], values: Float64Array, rows: readonly number[]): Split | null {
  if (rows.length < 2 * smallestLeaf) return null;
  const total = sumOf(values, rows);
  let best: Split | null = null;
  columns.forEach((column, index) => {
    const split = splitOf(column, values, rows, total);
    // A gain within rounding is none: rows that are all equal must become a leaf.
    const least = best?.gain ?? 1e-12 * (1 + (total * total) / rows.length);
    if (split !== null && split.gain > least) best = { ...split, column: index };
  });
  return best;
}

/** The best cut between bins in their order: for columns without one that by mean is best (Fisher 1958). */
function splitOf(
  { bins, binCount, isOrdered }: Column,
  values: Float64Array,
  rows: readonly number[],
  total: number,
): Omit<Split, 'column'> | null {
  const counts = new Float64Array(binCount);
  const sums = new Float64Array(binCount);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
    sums[bin] = (sums[bin] ?? 0) + (values[row] ?? 0);
  }
  const meanOf = (bin: number) => (sums[bin] ?? 0) / (counts[bin] ?? 1);
  const order = Array.from({ length: binCount }, (_, bin) => bin).filter((bin) => (counts[bin] ?? 0) > 0);
  if (!isOrdered) order.sort((a, b) => meanOf(a) - meanOf(b));
  const cut = bestCut(order, counts, sums, { n: rows.length, total });
  if (cut === null) return null;
  const goesLeft = new Uint8Array(binCount);
  if (isOrdered) goesLeft.fill(1, 0, (order[cut.at] ?? 0) + 1);
  else for (const bin of order.slice(0, cut.at + 1)) goesLeft[bin] = 1;
  return { goesLeft, gain: cut.gain };
}

function bestCut(
  order: readonly number[],
  counts: Float64Array,
  sums: Float64Array,
  { n, total }: { readonly n: number; readonly total: number },
): { at: number; gain: number } | null {
  let best: { at: number; gain: number } | null = null;
  let count = 0;
  let sum = 0;
  for (let at = 0; at < order.length - 1; at++) {
    const bin = order[at] ?? 0;
    count += counts[bin] ?? 0;
    sum += sums[bin] ?? 0;
    if (count < smallestLeaf || n - count < smallestLeaf) continue;
    const gain = sum ** 2 / count + (total - sum) ** 2 / (n - count) - total ** 2 / n;
    if (best === null || gain > best.gain) best = { at, gain };
  }
  return best;
}
