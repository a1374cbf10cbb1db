/** The values of one axis: all of them, or the one at a place of its range. */
import type { Json } from '@batchyard/pipelines';
import type { Axis } from './axes.js';

/** How neighbouring values of an axis relate: equal differences, equal ratios, or not at all. */
export type Scale = 'linear' | 'log' | 'categorical';

export function scaleOf(axis: Axis): Scale {
  switch (axis.distribution) {
    case 'uniform':
    case 'integer':
    case 'step':
      return 'linear';
    case 'log_uniform':
      return 'log';
    default:
      return 'categorical';
  }
}

/**
 * All values of an axis, in order: those given; of a range with `levels` evenly spaced ones from min to max on its
 * scale (one level: the middle); of integers and steps without `levels` every one.
 */
export function axisLevels(axis: Axis): readonly Json[] {
  if (axis.values !== undefined) return axis.values;
  const { min = 0, max = 0, levels } = axis;
  switch (axis.distribution) {
    case 'step':
      return Array.from({ length: stepCount(axis) }, (_, index) => stepAt(axis, index));
    case 'integer':
      if (levels === undefined) return Array.from({ length: max - min + 1 }, (_, index) => min + index);
      return [...new Set(evenly(levels, (share) => Math.round(min + share * (max - min))))];
    case 'log_uniform':
      return evenly(levels ?? 1, (share) => onLogScale(min, max, share));
    default:
      return evenly(levels ?? 1, (share) => between(min, max, share));
  }
}

/** The value of an axis at a place in [0, 1) of its range; equal shares of the range for each of separate values. */
export function sampleAxis(axis: Axis, place: number): Json {
  const { min = 0, max = 0 } = axis;
  switch (axis.distribution) {
    case 'uniform':
      return between(min, max, place);
    case 'log_uniform':
      return onLogScale(min, max, place);
    case 'integer':
      return min + Math.floor(place * (max - min + 1));
    case 'step':
      return stepAt(axis, Math.floor(place * stepCount(axis)));
    default: {
      const values = axis.values ?? [];
      return values[Math.floor(place * values.length)] ?? null;
    }
  }
}

/** Values from min by step as far as max; a last one that falls short by rounding alone is counted. */
function stepCount({ min = 0, max = 0, step = 1 }: Axis): number {
  return Math.floor((max - min) / step + 1e-9) + 1;
}

function stepAt({ min = 0, max = 0, step = 1 }: Axis, index: number): number {
  return tidy(Math.min(min + index * step, max));
}

function evenly<T>(levels: number, valueAt: (share: number) => T): T[] {
  if (levels === 1) return [valueAt(0.5)];
  return Array.from({ length: levels }, (_, index) => valueAt(index / (levels - 1)));
}

function between(min: number, max: number, share: number): number {
  return tidy(min + share * (max - min));
}

/** Ends are exact, whatever logarithms round to. */
function onLogScale(min: number, max: number, share: number): number {
  if (share === 0) return min;
  if (share === 1) return max;
  return Math.min(
    max,
    Math.max(min, tidy(Math.exp(Math.log(min) + share * (Math.log(max) - Math.log(min))))),
  );
}

/** 12 significant digits: free of the noise of arithmetic, and the same on every machine. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
