/** The band in which a metric of quiet nights stays. */
import { studentTCritical } from '../statistics/distributions.js';

/** Where a metric usually is. */
export interface Band {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** How many values it was made of. */
  readonly nights: number;
}

export type BandPlace = 'unknown' | 'inside' | 'below' | 'above';
export const bandPlaces = ['unknown', 'inside', 'below', 'above'] as const satisfies readonly BandPlace[];

/** With fewer comparable nights there is no band, and so no alarm. */
export const leastNights = 7;
/** Older nights than so many no longer count. */
export const mostNights = 30;

/** Makes the median absolute deviation of normal values their standard deviation: Rousseeuw and Croux, JASA 88 (1993) 1273. */
const madScale = 1.4826;
/** The same for the mean absolute deviation, which serves where more than half of the values are equal. */
const meanDeviationScale = 1.2533;
/** Half the width, in scaled deviations, for many nights. */
const sds = 3;
/** Share of quiet nights inside: that of normal values within 3 standard deviations. */
const level = 0.9973;
/** Of the median absolute deviation against the standard deviation, for normal values (Rousseeuw and Croux 1993). */
const madEfficiency = 0.3675;
/** Smaller differences, relative to the median, are rounding. */
const roundingShare = 1e-6;

/**
 * Median ± 3 scaled median absolute deviations, wider while there are few nights: a deviation that was estimated from n
 * nights is as uncertain as a standard deviation with 0.37 (n − 1) degrees of freedom, so 3 becomes the quantile of
 * Student's t with as many.
 * @param values of earlier comparable nights, any order; NaN is not allowed
 * @returns null for fewer than 7
 */
export function bandOf(values: readonly number[]): Band | null {
  const nights = values.length;
  if (nights < leastNights) return null;
  const median = medianOf(values);
  const half = Math.max(halfWidth(values, median), roundingShare * Math.abs(median));
  return { low: median - half, median, high: median + half, nights };
}

/** Where a value is; `unknown` without a band. */
export function placeIn(band: Band | null, value: number): BandPlace {
  if (band === null) return 'unknown';
  if (value < band.low) return 'below';
  return value > band.high ? 'above' : 'inside';
}

function halfWidth(values: readonly number[], median: number): number {
  const deviations = values.map((value) => Math.abs(value - median));
  const mad = madScale * medianOf(deviations);
  const mean =
    meanDeviationScale * (deviations.reduce((sum, deviation) => sum + deviation, 0) / values.length);
  return factorFor(values.length) * (mad > 0 ? mad : mean);
}

/** By how many deviations the band reaches to each side; falls to 3 as nights become many. */
function factorFor(nights: number): number {
  const factor = knownFactors.get(nights) ?? computeFactor(nights);
  knownFactors.set(nights, factor);
  return factor;
}

/** There are few numbers of nights, and each asks for a quantile that takes a while. */
const knownFactors = new Map<number, number>();

function computeFactor(nights: number): number {
  const df = madEfficiency * (nights - 1);
  // The median itself is uncertain too: its variance is π / 2n of one night's.
  return Math.max(studentTCritical(level, df) * Math.sqrt(1 + Math.PI / (2 * nights)), sds);
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
}
