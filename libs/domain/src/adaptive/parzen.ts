/**
 * A density over settings: a mixture of one kernel around each setting seen and one that is as wide as the space (the
 * prior). A kernel is a product over the dimensions (the multivariate estimator of Falkner et al. 2018, "BOHB"), so that
 * settings which are good together stay together; independent dimensions would mix them.
 *
 * - A number: a normal distribution cut to [0, 1]; for a number with steps, its mass over the step.
 * - A choice: the option seen, and every option with the share that the prior has among all kernels.
 * - A dimension that the setting seen does not have (its condition was false): uniform, for nothing is known of it.
 */
import { normalCdf } from '../statistics/normal.js';
import { drawNormal } from './normal.js';
import { type Dimension, levelCount, type Point } from './search-space.js';

export interface Density {
  /** Logarithm of the density at a point, over the dimensions the point has. */
  logAt(point: Point): number;
  /** A point with all dimensions. */
  draw(random: () => number): Point;
}

/** Narrowest kernel, in parts of a dimension's range: narrower ones would look at one place for ever. */
const minBandwidth = 0.02;

/**
 * @param points settings seen, none or more
 * @param bandwidth standard deviation of the normal kernels, in parts of a dimension's range
 */
export function parzenDensity(
  dimensions: readonly Dimension[],
  points: readonly Point[],
  bandwidth: number,
): Density {
  const width = Math.max(minBandwidth, bandwidth);
  const prior = dimensions.map(uniformKernel);
  const kernels = points.map((point) =>
    dimensions.map((dimension, index) => kernelOf(dimension, point[index] ?? null, width, points.length)),
  );
  kernels.push(prior);
  return {
    logAt: (point) => logMean(kernels.map((kernel) => logOfProduct(kernel, point))),
    draw(random) {
      const kernel = kernels[Math.floor(random() * kernels.length)] ?? prior;
      return kernel.map(({ draw }) => draw(random));
    },
  };
}

/** Over the dimensions that the point has. */
function logOfProduct(kernel: readonly Kernel[], point: Point): number {
  return kernel.reduce((sum, { logAt }, index) => {
    const coordinate = point[index];
    return coordinate == null ? sum : sum + logAt(coordinate);
  }, 0);
}

/** Logarithm of the mean of numbers given by their logarithms. */
function logMean(logs: readonly number[]): number {
  const highest = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp(log - highest), 0);
  return highest + Math.log(sum / logs.length);
}

/** Of one dimension. */
interface Kernel {
  logAt(coordinate: number): number;
  draw(random: () => number): number;
}

function uniformKernel(dimension: Dimension): Kernel {
  if (dimension.kind === 'number') return { logAt: () => 0, draw: (random) => random() };
  const { length } = dimension.options;
  return { logAt: () => -Math.log(length), draw: (random) => Math.floor(random() * length) };
}

function kernelOf(dimension: Dimension, at: number | null, width: number, seen: number): Kernel {
  if (at === null) return uniformKernel(dimension);
  return dimension.kind === 'choice'
    ? optionKernel(dimension.options.length, at, seen)
    : normalKernel(at, width, levelCount(dimension));
}

function optionKernel(options: number, at: number, seen: number): Kernel {
  const priorShare = 1 / (seen + 1);
  const other = priorShare / options;
  return {
    logAt: (option) => Math.log(option === at ? 1 - priorShare + other : other),
    draw: (random) => (random() < priorShare ? Math.floor(random() * options) : at),
  };
}

/** @param levels number of values of the dimension, null: not counted. Densities of both are per unit of [0, 1]. */
function normalKernel(at: number, width: number, levels: number | null): Kernel {
  const below = (x: number) => normalCdf((x - at) / width);
  const inside = below(1) - below(0);
  const draw = (random: () => number) => {
    for (;;) {
      const coordinate = at + width * drawNormal(random);
      if (coordinate >= 0 && coordinate < 1) return coordinate;
    }
  };
  if (levels === null) {
    const scale = Math.log(width * inside * Math.sqrt(2 * Math.PI));
    return { logAt: (x) => -0.5 * ((x - at) / width) ** 2 - scale, draw };
  }
  return {
    logAt: (x) => {
      const half = 0.5 / levels;
      const mass = below(Math.min(1, x + half)) - below(Math.max(0, x - half));
      return Math.log(Math.max(Number.MIN_VALUE, mass / inside / (2 * half)));
    },
    draw,
  };
}
