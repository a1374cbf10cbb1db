/** What looks wrong about a curve though it can be used: reported, never changed. */
import type { ProblemList } from '../reading/problem-list.js';
import type { ValueUnit } from '../spectrum.js';
import { unitName } from './convert.js';
import type { Points } from './points.js';

const fewPoints = 100;
/** A step this many times the median one is a gap. */
const gapSteps = 3;
/** Absorbance below this is more than noise around zero. */
const clearlyNegative = -0.05;
/** More absorbance than any detector tells from none. */
const highestAbsorbance = 6;

/** Beyond every count of a detector and every unit; squares of such numbers can still be added up. */
const largestNumber = 1e15;

/** Refuses numbers that nobody has measured, and with which nothing can be reckoned. */
export function refuseImpossible({ x, y }: Points, problems: ProblemList): void {
  const at = x.findIndex((place, i) => Math.abs(place) > largestNumber || Math.abs(y[i]!) > largestNumber);
  if (at < 0) return;
  const found = Math.max(Math.abs(x[at]!), Math.abs(y[at]!));
  problems.error('IMPOSSIBLE_VALUE', `The spectrum holds ${format(found)}, which no instrument measures.`, {
    value: format(found),
    expectation: `numbers up to ${format(largestNumber)}`,
    fix: 'Check how the numbers are written, and export the file again.',
  });
}

/**
 * Checks the points of a normalised curve.
 * @param native x as measured, ascending, in which steps are even; `xUnit` is its unit in words
 */
export function checkCurve(
  points: Points,
  native: Float64Array,
  xUnit: string,
  valueUnit: ValueUnit,
  problems: ProblemList,
): void {
  if (points.x.length < fewPoints) {
    problems.warning('FEW_POINTS', `The spectrum has only ${points.x.length} points.`, {
      value: String(points.x.length),
      expectation: `at least ${fewPoints} points`,
    });
  }
  checkGaps(native, xUnit, problems);
  if (valueUnit === 'absorbance') checkAbsorbance(points, problems);
  checkSpikes(points, valueUnit, problems);
}

function checkGaps(x: Float64Array, unit: string, problems: ProblemList): void {
  if (x.length < 10) return;
  const steps = new Float64Array(x.length - 1);
  for (let i = 0; i < steps.length; i++) steps[i] = x[i + 1]! - x[i]!;
  const median = steps.toSorted()[steps.length >> 1]!;
  const gaps: number[] = [];
  for (let i = 0; i < steps.length; i++) if (steps[i]! > gapSteps * median) gaps.push(i);
  if (gaps.length === 0) return;
  const widest = gaps.reduce((a, b) => (steps[b]! > steps[a]! ? b : a));
  const where = `from ${format(x[widest]!)} to ${format(x[widest + 1]!)} ${unit}`;
  problems.warning(
    'GAP',
    `The spectrum has ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}, the widest ${where}.`,
    {
      value: `${format(steps[widest]!)} ${unit}`,
      expectation: `steps of about ${format(median)} ${unit}`,
      fix: 'Values inside a gap are interpolated; leave the region out if that matters.',
    },
  );
}

function checkAbsorbance({ x, y }: Points, problems: ProblemList): void {
  const lowest = indexOfExtreme(y, (a, b) => a < b);
  const highest = indexOfExtreme(y, (a, b) => a > b);
  if (y[lowest]! < clearlyNegative) {
    const count = y.reduce((sum, value) => sum + (value < 0 ? 1 : 0), 0);
    const message = `${count} values of absorbance are negative, the lowest ${format(y[lowest]!)} at ${format(x[lowest]!)} cm⁻¹.`;
    problems.warning('NEGATIVE_ABSORBANCE', message, {
      value: format(y[lowest]!),
      expectation: 'absorbance from 0',
      fix: 'Check the background measurement, or correct the baseline.',
    });
  }
  if (y[highest]! > highestAbsorbance) {
    const message = `Absorbance reaches ${format(y[highest]!)} at ${format(x[highest]!)} cm⁻¹, more than instruments can measure.`;
    problems.warning('HIGH_ABSORBANCE', message, {
      value: format(y[highest]!),
      expectation: `absorbance up to about ${highestAbsorbance}`,
      fix: 'Check the unit of the values.',
    });
  }
}

function indexOfExtreme(values: Float64Array, isBeyond: (a: number, b: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (isBeyond(values[i]!, values[best]!)) best = i;
  return best;
}

/** Points on each side that a single value is held against. */
const halfWindow = 3;
/** How far beyond the noise, and beyond this share of the whole range, a value must lie from its neighbours. */
const spikeSigmas = 15;
const spikeShare = 0.15;

/**
 * Single values far from the median of their neighbours (F. R. Hampel, J. Am. Stat. Assoc. 69, 383, 1974), such as
 * cosmic rays and dropped readings. Real peaks are wider than the window.
 */
function checkSpikes({ x, y }: Points, valueUnit: ValueUnit, problems: ProblemList): void {
  if (y.length < 50) return;
  const away = distancesFromNeighbours(y);
  const noise = 1.4826 * away.toSorted()[away.length >> 1]!;
  let low = y[0]!;
  let high = y[0]!;
  for (const value of y) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const limit = Math.max(spikeSigmas * noise, spikeShare * (high - low));
  const spikes: number[] = [];
  for (let i = 0; i < away.length; i++) {
    if (away[i]! > limit && isAlone(away, i, limit)) spikes.push(i);
  }
  if (spikes.length === 0) return;
  const places = spikes.slice(0, 5).map((i) => `${format(x[i]!)} cm⁻¹`);
  const message = `${spikes.length} single ${spikes.length === 1 ? 'value stands' : 'values stand'} far out from the neighbours, at ${places.join(', ')}${spikes.length > 5 ? ', …' : ''}.`;
  problems.warning('OUTLIERS', message, {
    value: `${format(y[spikes[0]!]!)} (${unitName(valueUnit)})`,
    expectation: 'values like their neighbours',
    fix: 'Check for cosmic rays or dropped readings.',
  });
}

function distancesFromNeighbours(y: Float64Array): Float64Array {
  const window = new Float64Array(2 * halfWindow);
  const away = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    let count = 0;
    for (let k = Math.max(0, i - halfWindow); k <= Math.min(y.length - 1, i + halfWindow); k++) {
      if (k !== i) window[count++] = y[k]!;
    }
    away[i] = Math.abs(y[i]! - medianOf(window, count));
  }
  return away;
}

/** Of the first `count` values, which it sorts by insertion: for so few nothing is faster. */
function medianOf(values: Float64Array, count: number): number {
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let k = i - 1;
    for (; k >= 0 && values[k]! > value; k--) values[k + 1] = values[k]!;
    values[k + 1] = value;
  }
  const middle = count >> 1;
  return count % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

/** A narrow band has more than one point far from its surroundings. */
function isAlone(away: Float64Array, i: number, limit: number): boolean {
  return (away[i - 1] ?? 0) < limit / 2 && (away[i + 1] ?? 0) < limit / 2;
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
