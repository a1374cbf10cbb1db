/** Changes of a file's curves that a user may ask for by name, besides those that their units call for. */
import type { ValueUnit } from '../spectrum.js';
import { keep, type Points, reverse, sortAscending } from './points.js';

/**
 * When a change is made: to the `columns` of the file before one is chosen, to its `rows` as they stand in it, or to
 * the `curve` when it is in wavenumbers and absorbance.
 */
export type Moment = 'columns' | 'rows' | 'curve';

/** One named change; a group of its pattern is the argument. */
interface NamedTransformation {
  readonly moment: Moment;
  /** What values must count in before; absent: anything. */
  readonly needs?: ValueUnit;
  /** What values count in afterwards; absent: as before. */
  readonly gives?: ValueUnit;
  readonly pattern: RegExp;
  readonly example: string;
  readonly description: string;
  readonly apply: (points: Points, argument: string) => Points;
}

const plain = (
  name: string,
  description: string,
  apply: (points: Points) => Points,
  rest: Partial<NamedTransformation> = {},
): NamedTransformation => ({
  moment: 'curve',
  pattern: new RegExp(`^${name}$`),
  example: name,
  description,
  apply,
  ...rest,
});

const named: readonly NamedTransformation[] = [
  plain('sort_by_wavenumber_asc', 'Points sorted by ascending wavenumber.', sortAscending),
  plain('sort_by_wavenumber_desc', 'Points sorted by descending wavenumber.', (points) =>
    reverse(sortAscending(points)),
  ),
  plain('reverse_order', 'Points turned back to front.', reverse),
  plain('remove_duplicate_wavenumbers', 'The first of points with the same wavenumber kept.', dropRepeated),
  plain('interpolate_missing_values', 'Missing values filled in linearly between neighbours.', fillIn, {
    moment: 'rows',
  }),
  plain('remove_negative_values', 'Values below 0 set to 0.', (points) =>
    mapY(points, (value) => Math.max(value, 0)),
  ),
  plain('normalize_intensity', 'Values divided by the largest.', divideByLargest),
  plain(
    'convert_transmittance_to_absorbance',
    'A = −log10(clip(T %, 0.001, 100) / 100).',
    (points) => mapY(points, (value) => Math.abs(Math.log10(Math.min(Math.max(value, 0.001), 100) / 100))),
    { gives: 'absorbance' },
  ),
  plain(
    'convert_absorbance_to_transmittance',
    'T % = 100 · 10^−A.',
    (points) => mapY(points, (value) => 100 * 10 ** -value),
    { needs: 'absorbance', gives: 'percent_transmittance' },
  ),
  plain('remove_outliers', 'Points outside 1.5 interquartile ranges left out.', dropOutliers),
  {
    moment: 'curve',
    pattern: /^scale_factor_([+-]?\d*\.?\d+(?:e[+-]?\d+)?)$/i,
    example: 'scale_factor_0.001',
    description: 'Values multiplied.',
    apply: (points, factor) => mapY(points, (value) => value * Number(factor)),
  },
  {
    moment: 'rows',
    pattern: /^skip_rows_(\d{1,9})$/,
    example: 'skip_rows_3',
    description: 'The first rows of data left out.',
    apply: ({ x, y }, count) => ({ x: x.slice(Number(count)), y: y.slice(Number(count)) }),
  },
  {
    moment: 'columns',
    pattern: /^remove_columns_(.+)$/,
    example: 'remove_columns_a,b',
    description: 'Columns left out.',
    // Which curve is left is chosen by the caller.
    apply: (points) => points,
  },
];

/** Names that a user may give, with an example argument where they take one. */
export const transformationExamples: readonly string[] = named.map(({ example }) => example);

/** A change that was asked for by name. */
export interface WantedTransformation {
  readonly name: string;
  readonly description: string;
  readonly moment: Moment;
  readonly needs: ValueUnit | null;
  readonly gives: ValueUnit | null;
  /** What stands behind the name; `''` where nothing does. */
  readonly argument: string;
  readonly apply: (points: Points) => Points;
}

/** Null where there is none of that name. */
export function findTransformation(name: string): WantedTransformation | null {
  for (const { pattern, description, moment, needs, gives, apply } of named) {
    const match = pattern.exec(name.trim());
    if (match === null) continue;
    const [whole, argument = ''] = match;
    const facts = { name: whole, description, moment, argument, needs: needs ?? null, gives: gives ?? null };
    return { ...facts, apply: (points) => apply(points, argument) };
  }
  return null;
}

function mapY({ x, y }: Points, change: (value: number) => number): Points {
  return { x, y: y.map(change) };
}

/** In any order of the points. */
function dropRepeated(points: Points): Points {
  const seen = new Set<number>();
  return keep(points, (x) => !seen.has(x) && seen.add(x) !== undefined);
}

function divideByLargest(points: Points): Points {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of points.y) if (value > largest) largest = value;
  return largest > 0 ? mapY(points, (value) => value / largest) : points;
}

/** Linearly in x; before the first and behind the last value that value is repeated. */
function fillIn({ x, y }: Points): Points {
  const filled = y.slice();
  let before = -1;
  for (let i = 0; i <= y.length; i++) {
    if (i < y.length && Number.isNaN(y[i]!)) continue;
    for (let k = before + 1; k < i; k++) filled[k] = between(x, y, before, i, k);
    before = i;
  }
  return { x, y: filled };
}

function between(x: Float64Array, y: Float64Array, left: number, right: number, at: number): number {
  if (left < 0) return y[right] ?? Number.NaN;
  if (right >= y.length) return y[left]!;
  const share = (x[at]! - x[left]!) / (x[right]! - x[left]!);
  return y[left]! + share * (y[right]! - y[left]!);
}

function dropOutliers(points: Points): Points {
  const sorted = points.y.filter((value) => !Number.isNaN(value)).toSorted();
  const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const margin = 1.5 * (high - low);
  return keep(points, (_, y) => y >= low - margin && y <= high + margin);
}

/** Linear between the two nearest, as most programs count quartiles. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (at - Math.floor(at)) * (above - below);
}
