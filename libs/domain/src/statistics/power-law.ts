/**
 * y = a (x − x0)^b through points, x0 unknown: the form of a rating curve, discharge against stage, where x0 is the
 * stage at which flow ceases (ISO 18320:2020; WMO No. 1044, Manual on Stream Gauging, volume II, chapter 1).
 */

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

export interface PowerLaw {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  /** Points that were used. */
  readonly n: number;
  /** 100 (y / fitted y − 1) of each point, in their order. */
  readonly residualsPercent: readonly number[];
  /** Standard error of the logarithms, as a share of y in %; null with 3 points, which any such curve meets. */
  readonly standardErrorPercent: number | null;
}

export type PowerLawFit =
  | { readonly law: PowerLaw; readonly reason: null }
  | { readonly law: null; readonly reason: string };

/** Fewer cannot tell three unknowns. */
export const fewestCurvePoints = 3;

/** How far x0 may lie below the lowest x, in ranges of x: nearer is the point itself, farther there is no bend to see. */
const gaps = { nearest: 1e-4, farthest: 20 };
const steps = 400;
const steepest = 10;

/**
 * Least squares of ln y, so that every point counts by its relative error: for a given x0 it is a straight line in
 * ln(x − x0), and x0 is sought below the lowest x on a logarithmic grid, then by golden section.
 * @returns why there is no such curve, where there is none
 */
export function fitPowerLaw(points: readonly CurvePoint[]): PowerLawFit {
  const reason = whyNone(points);
  if (reason !== null) return none(reason);
  const xs = points.map(({ x }) => x);
  const low = Math.min(...xs);
  const range = Math.max(...xs) - low;
  const gapOf = (step: number) => range * gaps.nearest * (gaps.farthest / gaps.nearest) ** (step / steps);
  const misfit = (step: number) => lineThrough(points, low - gapOf(step)).squares;
  const grid = Array.from({ length: steps + 1 }, (_, step) => misfit(step));
  const best = grid.indexOf(Math.min(...grid));
  const x0 = low - gapOf(goldenSection(misfit, Math.max(0, best - 1), Math.min(steps, best + 1)));
  const { slope, intercept, squares } = lineThrough(points, x0);
  if (slope <= 0) return none('the values fall where they should rise');
  if (best === steps || slope > steepest)
    return none('the points do not bend enough to tell where flow ceases');
  const law = { a: Math.exp(intercept), b: slope, x0 };
  const freedom = points.length - fewestCurvePoints;
  return {
    law: {
      ...law,
      n: points.length,
      residualsPercent: points.map(({ x, y }) => 100 * (y / powerLawAt(law, x) - 1)),
      standardErrorPercent: freedom > 0 ? 100 * Math.sqrt(squares / freedom) : null,
    },
    reason: null,
  };
}

/** y of a power law; 0 where x is not above x0. */
export function powerLawAt({ a, b, x0 }: Pick<PowerLaw, 'a' | 'b' | 'x0'>, x: number): number {
  return x > x0 ? a * (x - x0) ** b : 0;
}

const none = (reason: string): PowerLawFit => ({ law: null, reason });

function whyNone(points: readonly CurvePoint[]): string | null {
  if (points.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y)))
    return 'not all values are numbers';
  if (points.some(({ y }) => y <= 0)) return 'not all values are above 0';
  const different = new Set(points.map(({ x }) => x)).size;
  if (different >= fewestCurvePoints) return null;
  return `a curve needs at least ${fewestCurvePoints} points at different places, and there are ${different}`;
}

/** ln y = intercept + slope ln(x − x0), with the sum of its squared errors. */
function lineThrough(points: readonly CurvePoint[], x0: number) {
  const us = points.map(({ x }) => Math.log(x - x0));
  const vs = points.map(({ y }) => Math.log(y));
  const [meanU, meanV] = [meanOf(us), meanOf(vs)];
  const sum = (of: (u: number, v: number) => number) =>
    us.reduce((total, u, i) => total + of(u - meanU, (vs[i] ?? 0) - meanV), 0);
  const slope = sum((u, v) => u * v) / sum((u) => u * u);
  return { slope, intercept: meanV - slope * meanU, squares: sum((u, v) => (v - slope * u) ** 2) };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const golden = (Math.sqrt(5) - 1) / 2;

/** Where a function with one minimum between two places is smallest. */
function goldenSection(of: (at: number) => number, from: number, to: number): number {
  let [left, right] = [from, to];
  for (let i = 0; i < 100; i++) {
    const [a, b] = [right - golden * (right - left), left + golden * (right - left)];
    if (of(a) < of(b)) right = b;
    else left = a;
  }
  return (left + right) / 2;
}
