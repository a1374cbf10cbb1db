/** An axis over measured values, with round ticks. */
import { formatTick, paddedRange, type ValueAxis, type WantedScale } from './axis';

/** Ticks asked for; round steps give about as many. */
const ticksWanted = 5;
const logarithmicFrom = 1000;

/** An axis that holds all `values`, with a margin; by the logarithm where they are positive and span three decades. */
export function rangeAxis(values: readonly number[], scale: WantedScale = null): ValueAxis {
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const isPositive = values.length > 0 && min > 0;
  if (isPositive && (scale === 'log' || (scale === null && max / min > logarithmicFrom))) {
    return logarithmic(min, max);
  }
  const range = paddedRange(values);
  const step = roundStep((range.max - range.min) / ticksWanted);
  const first = Math.ceil(range.min / step - 1e-9);
  const count = Math.floor(range.max / step + 1e-9) - first + 1;
  const ticks = Array.from({ length: Math.max(0, count) }, (_, index) => {
    const position = (first + index) * step;
    return { position, label: formatTick(position, step) };
  });
  return { kind: 'linear', ...range, ticks };
}

/** 1, 2 or 5 times a power of ten, at least `size`. */
export function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5].find((entry) => entry * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function logarithmic(min: number, max: number): ValueAxis {
  const margin = max > min ? (max / min) ** 0.04 : 1.1;
  const [low, high] = [min / margin, max * margin];
  const first = Math.ceil(Math.log10(low));
  const powers = Array.from(
    { length: Math.max(0, Math.floor(Math.log10(high)) - first + 1) },
    (_, index) => 10 ** (first + index),
  );
  const positions = powers.length >= 2 ? powers : [min, max];
  const ticks = positions.map((position) => ({ position, label: formatTick(position, position) }));
  return { kind: 'logarithmic', min: low, max: high, ticks };
}

/** Share of `position` along the axis, 0 at its lowest end, 1 at its highest. */
export function shareAlong({ kind, min, max }: ValueAxis, position: number): number {
  if (kind === 'logarithmic') return Math.log(position / min) / Math.log(max / min);
  return (position - min) / (max - min);
}

/** The position at a share of the axis; undoes `shareAlong`. */
export function positionAt({ kind, min, max }: ValueAxis, share: number): number {
  return kind === 'logarithmic' ? min * (max / min) ** share : min + (max - min) * share;
}
