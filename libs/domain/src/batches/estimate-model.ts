/**
 * How a quantity of a job (seconds, bytes written) follows from the size of its inputs, learnt from finished jobs.
 *
 * Model: value = typical(size) × ratio. `typical` is a Theil–Sen line (median of the slopes of all pairs, Sen 1968)
 * where sizes vary enough and go along with the values (Spearman's rank correlation), else the median; the ratios are
 * what the jobs really took against it, and carry the spread. Both parts withstand single odd jobs.
 */
import { mulberry32 } from './seeded.js';

export interface Sample {
  /** Size of the inputs in bytes; null: not known. */
  readonly inputBytes: number | null;
  readonly value: number;
}

export interface Model {
  /** Typical value for inputs of this size. */
  typical(inputBytes: number | null): number;
  /** Real values against typical ones, ascending. */
  readonly ratios: readonly number[];
  readonly isScaled: boolean;
}

/** All pairs of more samples would take too long: that many are taken evenly over the sizes. */
const maxPaired = 150;
/** A billionth of a second or byte: no ratio to it means anything. */
const nothing = 1e-9;
const minScaled = 6;
const minSpread = 1.5;
const minCorrelation = 0.5;

/** @param samples at least one */
export function fitModel(samples: readonly Sample[]): Model {
  const line = fitLine(samples);
  const middle = middleOf(samples.map(({ value }) => value));
  const typical = (inputBytes: number | null) =>
    line === null || inputBytes === null ? middle : line(inputBytes);
  const ratios = samples.map(({ inputBytes, value }) => {
    const expected = typical(inputBytes);
    return expected > nothing ? value / expected : 1;
  });
  return { typical, ratios: ascending(ratios), isScaled: line !== null };
}

/** The median; where most values are nothing, the mean, which the few others still move. */
function middleOf(values: readonly number[]): number {
  const median = quantile(ascending(values), 0.5);
  return median > nothing ? median : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fitLine(samples: readonly Sample[]): ((inputBytes: number) => number) | null {
  const points = samples.flatMap(({ inputBytes, value }) =>
    inputBytes === null ? [] : [[inputBytes, value] as const],
  );
  if (points.length < minScaled) return null;
  const sizes = ascending(points.map(([size]) => size));
  const [small, large] = [quantile(sizes, 0.1), quantile(sizes, 0.9)];
  if (large < minSpread * small || rankCorrelation(points) < minCorrelation) return null;
  const slope = medianSlope(evenly(points));
  if (!(slope > 0)) return null;
  const offset = quantile(ascending(points.map(([size, value]) => value - slope * size)), 0.5);
  // A line that falls below zero says nothing there: a job takes some part of the smallest value at least.
  const least = Math.min(...points.map(([, value]) => value)) / 2;
  return (inputBytes) => Math.max(least, offset + slope * inputBytes);
}

type Point = readonly [size: number, value: number];

function evenly(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  if (sorted.length <= maxPaired) return sorted;
  return Array.from({ length: maxPaired }, (_, index) => {
    const place = Math.round((index * (sorted.length - 1)) / (maxPaired - 1));
    return sorted[place] as Point;
  });
}

function medianSlope(points: readonly Point[]): number {
  const slopes: number[] = [];
  points.forEach(([x1, y1], index) => {
    for (const [x2, y2] of points.slice(index + 1)) if (x2 !== x1) slopes.push((y2 - y1) / (x2 - x1));
  });
  return slopes.length === 0 ? 0 : quantile(ascending(slopes), 0.5);
}

/** Spearman's rho: Pearson's correlation of the ranks, equal values sharing the mean rank. */
function rankCorrelation(points: readonly Point[]): number {
  const x = ranks(points.map(([size]) => size));
  const y = ranks(points.map(([, value]) => value));
  const middle = (points.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, index) => {
    const [dx, dy] = [rank - middle, (y[index] ?? middle) - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to++;
    for (let place = from; place <= to; place++) result[order[place] ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return result;
}

/** 50th and 90th percentile. */
export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
}

/** Of one job among these, whichever it is. @param sizes input bytes of each job, at least one */
export function estimateOne(model: Model, sizes: readonly (number | null)[]): Quantiles {
  const typical = someQuantiles(sizes.map((size) => model.typical(size)));
  const ratios = someQuantiles(model.ratios);
  const values = ascending(typical.flatMap((value) => ratios.map((ratio) => value * ratio)));
  return { p50: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

const repetitions = 400;
/** From so many jobs on, the sum of independent draws is taken for normal (central limit theorem). */
const normalFrom = 30;

/**
 * Of the sum over all these jobs, by a seeded bootstrap: each repetition draws the ratios anew with replacement (what
 * we do not know about them is common to all jobs), then one of those for each job. Equal calls give equal results.
 */
export function estimateSum(model: Model, sizes: readonly (number | null)[]): Quantiles {
  const random = mulberry32(20_260_101);
  const typical = sizes.map((size) => model.typical(size));
  const total = typical.reduce((sum, value) => sum + value, 0);
  const squares = typical.reduce((sum, value) => sum + value * value, 0);
  const ratios = someQuantiles(model.ratios, 200);
  const draw = (from: readonly number[]) => from[Math.floor(random() * from.length)] ?? 1;
  const sums = Array.from({ length: repetitions }, () => {
    const drawn = ratios.map(() => draw(ratios));
    if (typical.length < normalFrom) return typical.reduce((sum, value) => sum + value * draw(drawn), 0);
    const mean = drawn.reduce((sum, ratio) => sum + ratio, 0) / drawn.length;
    const variance = drawn.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / drawn.length;
    return mean * total + Math.sqrt(variance * squares) * normal(random);
  });
  const sorted = ascending(sums);
  return { p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** A standard normal number (Box–Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The values themselves, or as many quantiles where there are more. */
function someQuantiles(values: readonly number[], count = 60): number[] {
  const sorted = ascending(values);
  if (sorted.length <= count) return sorted;
  return Array.from({ length: count }, (_, index) => quantile(sorted, (index + 0.5) / count));
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Linear interpolation between the two nearest values (type 7, as R and NumPy do by default). */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
