/** Changes of a curve that a user may ask for by name, besides those that its units call for. */
import { keep, type Points, reverse, sortAscending } from './points.js';

/** One named change. `{n}` in a name stands for a number. */
interface NamedTransformation {
  readonly pattern: RegExp;
  readonly example: string;
  readonly description: string;
  readonly apply: (points: Points, argument: number) => Points;
}

const plain = (
  name: string,
  description: string,
  apply: (points: Points) => Points,
): NamedTransformation => ({
  pattern: new RegExp(`^${name}$`),
  example: name,
  description,
  apply,
});

const named: readonly NamedTransformation[] = [
  plain('sort_by_wavenumber_asc', 'Points sorted by ascending wavenumber.', sortAscending),
  plain('sort_by_wavenumber_desc', 'Points sorted by descending wavenumber.', (points) =>
    reverse(sortAscending(points)),
  ),
  plain('reverse_order', 'Points turned back to front.', reverse),
  plain('remove_duplicate_wavenumbers', 'The first of points with the same wavenumber kept.', dropRepeated),
  plain('interpolate_missing_values', 'Missing values filled in linearly between neighbours.', fillIn),
  plain('remove_negative_values', 'Values below 0 set to 0.', (points) =>
    mapY(points, (value) => Math.max(value, 0)),
  ),
  plain('normalize_intensity', 'Values divided by the largest.', divideByLargest),
  plain('convert_transmittance_to_absorbance', 'A = −log10(clip(T %, 0.001, 100) / 100).', (points) =>
    mapY(points, (value) => Math.abs(Math.log10(Math.min(Math.max(value, 0.001), 100) / 100))),
  ),
  plain('convert_absorbance_to_transmittance', 'T % = 100 · 10^−A.', (points) =>
    mapY(points, (value) => 100 * 10 ** -value),
  ),
  plain('remove_outliers', 'Points outside 1.5 interquartile ranges left out.', dropOutliers),
  {
    pattern: /^scale_factor_([+-]?\d*\.?\d+(?:e[+-]?\d+)?)$/i,
    example: 'scale_factor_0.001',
    description: 'Values multiplied.',
    apply: (points, factor) => mapY(points, (value) => value * factor),
  },
  {
    pattern: /^skip_rows_(\d+)$/,
    example: 'skip_rows_3',
    description: 'The first points left out.',
    apply: ({ x, y }, count) => ({ x: x.slice(count), y: y.slice(count) }),
  },
];

/** Names that a user may give, with an example argument where they take one. */
export const transformationExamples: readonly string[] = named.map(({ example }) => example);

/** A change made by name; null where there is none of that name. */
export function transform(
  points: Points,
  name: string,
): { points: Points; name: string; description: string } | null {
  for (const { pattern, description, apply } of named) {
    const match = pattern.exec(name.trim());
    if (match !== null) return { points: apply(points, Number(match[1] ?? 0)), name: match[0], description };
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
