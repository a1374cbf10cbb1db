/**
 * Expected improvement (Jones, Schonlau and Welch 1998) under a Gaussian process with the Matérn 5/2 kernel and one
 * length a dimension (Snoek, Larochelle and Adams 2012). Better than the Parzen estimator where few settings can be
 * afforded and the objective is smooth; its cost grows with the cube of the number of settings.
 */
import { normalCdf } from '../statistics/normal.js';
import { cholesky, solveLower, solveUpper } from './cholesky.js';
import { drawNormal, normalDensity } from './normal.js';
import type { Dimension, Point } from './search-space.js';
import type { ScoredPoint, Suggestion } from './suggestion.js';

/** Settings that enter the model: the best and the newest, half of each where there are more. */
const mostSettings = 160;
/** Points of which the one with the largest expected improvement is taken; half are drawn anywhere. */
const candidates = 400;
/** … and half around one of so many best settings, at one of these distances in parts of a dimension's range. */
const bestSettings = 5;
const distances = [0.1, 0.02, 0.004];

/** Fits the model to the history. */
export function gaussianSuggestion(
  dimensions: readonly Dimension[],
  history: readonly ScoredPoint[],
): Suggestion {
  const { points, scores } = standardised(mostUseful(history));
  const model = fitModel(dimensions, points, scores);
  const best = Math.min(...scores);
  const centres = points
    .map((point, index) => ({ point, score: scores[index] ?? 0 }))
    .toSorted((a, b) => a.score - b.score)
    .slice(0, bestSettings)
    .map(({ point }) => point);
  return {
    candidates,
    draw: (random) => drawPoint(dimensions, random() < 0.5 ? null : pick(centres, random), random),
    promise: (point) => expectedImprovement(model, point, best),
  };
}

function mostUseful(history: readonly ScoredPoint[]): readonly ScoredPoint[] {
  if (history.length <= mostSettings) return history;
  const worth = ({ score }: ScoredPoint) => score ?? Number.POSITIVE_INFINITY;
  const newest = history.slice(-mostSettings / 2);
  const older = history.slice(0, -mostSettings / 2).toSorted((a, b) => worth(a) - worth(b));
  return [...older.slice(0, mostSettings / 2), ...newest];
}

/** Scores with mean 0 and variance 1; failures and settings under way are as bad as the worst one. */
function standardised(history: readonly ScoredPoint[]) {
  const known = history.flatMap(({ score }) => score ?? []);
  const worst = known.length === 0 ? 0 : Math.max(...known);
  const raw = history.map(({ score }) => score ?? worst);
  const mean = raw.reduce((sum, value) => sum + value, 0) / Math.max(1, raw.length);
  const variance = raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, raw.length);
  const scale = Math.sqrt(variance) || 1;
  return { points: history.map(({ point }) => point), scores: raw.map((value) => (value - mean) / scale) };
}

function pick<T>(values: readonly T[], random: () => number): T | null {
  return values[Math.floor(random() * values.length)] ?? null;
}

/** @param centre null: anywhere */
function drawPoint(dimensions: readonly Dimension[], centre: Point | null, random: () => number): Point {
  const distance = pick(distances, random) ?? 0;
  return dimensions.map((dimension, index) => {
    const at = centre?.[index] ?? null;
    if (dimension.kind === 'choice') {
      const { length } = dimension.options;
      return at === null || random() < 1 / dimensions.length ? Math.floor(random() * length) : at;
    }
    if (at === null) return random();
    return Math.min(1 - Number.EPSILON, Math.max(0, at + distance * drawNormal(random)));
  });
}

interface Model {
  readonly dimensions: readonly Dimension[];
  readonly points: readonly Point[];
  /** One for each dimension: 1 / length², where a length is the distance over which values forget each other. */
  readonly sharpness: readonly number[];
  readonly amplitude: number;
  readonly lower: readonly Float64Array[];
  /** Covariance⁻¹ · scores. */
  readonly weights: Float64Array;
}

/** Share of the variance that no setting explains: jobs are not exact. */
const noises = [1e-6, 1e-3, 1e-1];
const startLength = 0.5;
const sweeps = 2;

/**
 * Lengths and noise of highest likelihood, each doubled or halved in turn as long as that helps; a weak prior keeps the
 * lengths near the size of the space where the settings say nothing.
 */
function fitModel(
  dimensions: readonly Dimension[],
  points: readonly Point[],
  scores: readonly number[],
): Model {
  const squares = points.map((a, i) => points.slice(0, i + 1).map((b) => squaresBetween(dimensions, a, b)));
  let lengths: readonly number[] = dimensions.map(() => startLength);
  let noise = noises[0] ?? 0;
  let best = fitWith(squares, scores, lengths, noise);
  const consider = (nextLengths: readonly number[], nextNoise: number) => {
    const next = fitWith(squares, scores, nextLengths, nextNoise);
    if (next.likelihood <= best.likelihood) return;
    [best, lengths, noise] = [next, nextLengths, nextNoise];
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const factor of [4, 2, 0.5, 0.25]) consider(scaled(lengths, factor), noise);
    for (const other of noises) if (other !== noise) consider(lengths, other);
    for (const index of dimensions.keys()) {
      for (const factor of [2, 0.5]) consider(scaled(lengths, factor, index), noise);
    }
  }
  return { dimensions, points, sharpness: sharpnessOf(lengths), ...best };
}

function scaled(lengths: readonly number[], factor: number, only?: number): readonly number[] {
  return lengths.map((length, index) => (only === undefined || index === only ? length * factor : length));
}

const sharpnessOf = (lengths: readonly number[]) => lengths.map((length) => length ** -2);

/** @param squares of all pairs of points, lower triangle */
function fitWith(
  squares: readonly (readonly Float64Array[])[],
  scores: readonly number[],
  lengths: readonly number[],
  noise: number,
) {
  const n = scores.length;
  const sharpness = sharpnessOf(lengths);
  const covariance = squares.map((row, i) => {
    const values = Float64Array.from(row, (square) => matern(square, sharpness));
    values[i] = 1 + noise;
    return values;
  });
  const lower = cholesky(covariance);
  if (lower === null) {
    return { likelihood: Number.NEGATIVE_INFINITY, amplitude: 1, lower: [], weights: new Float64Array(n) };
  }
  const weights = solveUpper(lower, solveLower(lower, scores));
  // The amplitude of highest likelihood is known in closed form.
  const fit = weights.reduce((sum, weight, index) => sum + weight * (scores[index] ?? 0), 0);
  const amplitude = Math.max(1e-12, fit / Math.max(1, n));
  const logDeterminant = lower.reduce((sum, row, index) => sum + 2 * Math.log(row[index] ?? 1), 0);
  const prior = lengths.reduce((sum, length) => sum + Math.log(length / startLength) ** 2 / 2, 0);
  const likelihood = -0.5 * (n * Math.log(amplitude) + logDeterminant) - prior;
  return { likelihood, amplitude, lower, weights };
}

/** Squared distances of two points by dimension; options, and a dimension that only one point has, lie 1 apart. */
function squaresBetween(dimensions: readonly Dimension[], a: Point, b: Point): Float64Array {
  return Float64Array.from(dimensions, ({ kind }, index) => {
    const x = a[index] ?? null;
    const y = b[index] ?? null;
    if (x === y) return 0;
    return kind === 'number' && x !== null && y !== null ? (x - y) ** 2 : 1;
  });
}

/** Correlation of two points. */
function matern(squares: Float64Array, sharpness: readonly number[]): number {
  let squared = 0;
  for (let index = 0; index < squares.length; index++) {
    squared += (squares[index] as number) * (sharpness[index] as number);
  }
  const distance = Math.sqrt(5 * squared);
  return (1 + distance + (distance * distance) / 3) * Math.exp(-distance);
}

/** How much lower than `best` the value at a point will be on average, counted as 0 where it is higher. */
function expectedImprovement(model: Model, point: Point, best: number): number {
  const { dimensions, points, sharpness, amplitude, lower, weights } = model;
  const covariances = Float64Array.from(points, (other) =>
    matern(squaresBetween(dimensions, point, other), sharpness),
  );
  const mean = covariances.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
  const explained = solveLower(lower, covariances).reduce((sum, value) => sum + value * value, 0);
  const deviation = Math.sqrt(amplitude * Math.max(1e-12, 1 - explained));
  const z = (best - mean) / deviation;
  return deviation * (z * normalCdf(z) + normalDensity(z));
}
