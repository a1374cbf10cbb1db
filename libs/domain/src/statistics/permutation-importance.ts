/** Which columns a forest of regression trees needs in order to predict (Breiman 2001). Seeded: an estimate repeats. */
import { mulberry32 } from '../batches/seeded.js';
import { type Column, growTree, predict, type RegressionTree } from './regression-tree.js';

const repetitions = 10;
const treesPerRepetition = 10;
/** More rows are sampled: what matters shows in these, and time stays bounded. */
const mostRows = 200;

/** Rows in a leaf at least: five as Breiman has it, fewer where there are few rows at all. */
function smallestLeafOf(rows: number): number {
  return Math.min(5, Math.max(1, Math.round(rows / 20)));
}

export interface PermutationImportance {
  /** By column: share of what all columns add to the prediction; mean, lowest and highest over ten repetitions. */
  readonly shares: readonly { readonly share: number; readonly low: number; readonly high: number }[];
  /** Rows that entered. */
  readonly n: number;
}

/**
 * How much worse rows that a tree was not grown on are predicted when one column is shuffled among them, as shares of
 * the sum over columns. Null where the forest predicts such rows no better than their mean: then nothing it uses
 * can be called important.
 */
export function permutationImportance(
  columns: readonly Column[],
  values: Float64Array,
): PermutationImportance | null {
  const all = Array.from(values, (_, row) => row);
  const rows = values.length > mostRows ? shuffle(all, mulberry32(0)).slice(0, mostRows) : all;
  const rounds = Array.from({ length: repetitions }, (_, seed) =>
    growForest(columns, values, rows, mulberry32(seed + 1)),
  );
  const explained = rounds.reduce((sum, round) => sum + round.explained, 0);
  if (explained <= 0) return null;
  const shares = rounds.map(({ losses }) => {
    const positive = losses.map((loss) => Math.max(0, loss));
    const sum = positive.reduce((total, loss) => total + loss, 0);
    return positive.map((loss) => (sum === 0 ? 0 : loss / sum));
  });
  return {
    shares: columns.map((_, column) => {
      const each = shares.map((round) => round[column] ?? 0);
      const share = each.reduce((sum, value) => sum + value, 0) / each.length;
      return { share, low: Math.min(...each), high: Math.max(...each) };
    }),
    n: rows.length,
  };
}

interface Round {
  /** By column: sum of squared errors that shuffling it adds. */
  readonly losses: number[];
  /** Share of the variance of rows that the trees predicting them were not grown on. */
  readonly explained: number;
}

function growForest(
  columns: readonly Column[],
  values: Float64Array,
  rows: readonly number[],
  random: () => number,
): Round {
  const losses = columns.map(() => 0);
  const votes = new Map<number, { n: number; sum: number }>();
  for (let i = 0; i < treesPerRepetition; i++) {
    const drawn = rows.map(() => rows[Math.floor(random() * rows.length)] ?? 0);
    const inBag = new Set(drawn);
    const left = rows.filter((row) => !inBag.has(row));
    const tree = growTree(columns, values, drawn, smallestLeafOf(rows.length));
    const errors = left.map((row) => {
      const predicted = predict(tree, (column) => columns[column]?.bins[row] ?? 0);
      const vote = votes.get(row) ?? { n: 0, sum: 0 };
      votes.set(row, { n: vote.n + 1, sum: vote.sum + predicted });
      return ((values[row] ?? 0) - predicted) ** 2;
    });
    const error = errors.reduce((sum, each) => sum + each, 0);
    columns.forEach((_, column) => {
      const shuffled = errorWhenShuffled(tree, columns, values, { left, column, random });
      losses[column] = (losses[column] ?? 0) + shuffled - error;
    });
  }
  return { losses, explained: explainedBy(votes, values) };
}

function errorWhenShuffled(
  tree: RegressionTree,
  columns: readonly Column[],
  values: Float64Array,
  { left, column, random }: { left: readonly number[]; column: number; random: () => number },
): number {
  const others = shuffle(left, random);
  return left.reduce((sum, row, i) => {
    const predicted = predict(
      tree,
      (each) => columns[each]?.bins[each === column ? (others[i] ?? 0) : row] ?? 0,
    );
    return sum + ((values[row] ?? 0) - predicted) ** 2;
  }, 0);
}

function explainedBy(votes: ReadonlyMap<number, { n: number; sum: number }>, values: Float64Array): number {
  const seen = [...votes].map(([row, { n, sum }]) => ({ value: values[row] ?? 0, predicted: sum / n }));
  const mean = seen.reduce((sum, { value }) => sum + value, 0) / seen.length;
  const total = seen.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const error = seen.reduce((sum, { value, predicted }) => sum + (value - predicted) ** 2, 0);
  return total === 0 ? 0 : 1 - error / total;
}

/** A shuffled copy after Fisher and Yates. */
function shuffle(rows: readonly number[], random: () => number): number[] {
  const shuffled = [...rows];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] ?? 0, shuffled[i] ?? 0];
  }
  return shuffled;
}
