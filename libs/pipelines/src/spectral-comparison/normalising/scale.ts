import type { ProblemList } from '../reading/problem-list.js';
import type { ScalePolicy } from '../spectrum.js';
import type { Points } from './points.js';

/** Above this no absorbance is real; below a thousandth of it the values would be nothing but noise. */
const highestReal = 10;
const milli = 1_000;

/** How an absorbance that was multiplied by 1000 (milli-absorbance) was dealt with. */
export interface ScaleResult {
  readonly points: Points;
  readonly isCorrected: boolean;
}

/** Detects an absorbance that is 1000 times too large by its largest value, and divides it or says so. */
export function correctScale(points: Points, policy: ScalePolicy, problems: ProblemList): ScaleResult {
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of points.y) if (value > highest) highest = value;
  const isMilli = highest > highestReal && highest / milli <= highestReal;
  if (!isMilli) return { points, isCorrected: false };
  const details = {
    value: String(Number(highest.toPrecision(6))),
    expectation: `absorbance up to about ${highestReal}`,
    fix: 'Check the unit of the values; they may be intensities.',
  };
  if (policy === 'warn') {
    const message = `Absorbance reaches ${details.value}, as if it were multiplied by ${milli}; it was left as it is.`;
    problems.warning('SCALE_SUSPECT', message, details);
    return { points, isCorrected: false };
  }
  const message = `Absorbance reaches ${details.value}, as if it were multiplied by ${milli}; it was divided by ${milli}.`;
  problems.warning('SCALE_CORRECTED', message, details);
  return { points: { x: points.x, y: points.y.map((value) => value / milli) }, isCorrected: true };
}
