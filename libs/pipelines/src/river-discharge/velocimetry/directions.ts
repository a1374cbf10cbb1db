/** Search lines of several directions through one point, and the one along which the water flows. */
import type { LineVelocity } from './measure-line.js';

/** A place on the water in metres. */
export type WaterPoint = readonly [x: number, y: number];

/** Directions are degrees clockwise from the +y axis of the rectified picture: 0 up, 90 right, 180 down. */
export interface DirectionSearch {
  readonly originDeg: number;
  /** Looked at on both sides of the origin, ends included. */
  readonly rangeDeg: number;
  readonly stepDeg: number;
}

/** All directions of a search, in 0 … 360, both ends included. @throws RangeError for a step that is not positive */
export function directionsOf({ originDeg, rangeDeg, stepDeg }: DirectionSearch): number[] {
  if (!(stepDeg > 0) || !(rangeDeg >= 0)) {
    throw new RangeError(`Directions of ±${rangeDeg}° in steps of ${stepDeg}°: steps must be positive.`);
  }
  const count = Math.floor((2 * rangeDeg) / stepDeg + 1e-9);
  const offsets = Array.from({ length: count + 1 }, (_, i) => i * stepDeg - rangeDeg);
  if (rangeDeg - offsets.at(-1)! > 1e-9 * stepDeg) offsets.push(rangeDeg);
  return offsets.map((offset) => (((originDeg + offset) % 360) + 360) % 360);
}

/** Points evenly spaced on the line between two, ends included. @throws RangeError for fewer than two */
export function pointsBetween(from: WaterPoint, to: WaterPoint, count: number): WaterPoint[] {
  if (!(count >= 2))
    throw new RangeError(`${count} points on a line: at least 2 are needed, one at each end.`);
  return Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
  });
}

/** Sample places along a search line centred at a point, in the direction of flow, `spacingM` apart. */
export function searchLine(
  [x, y]: WaterPoint,
  directionDeg: number,
  lengthM: number,
  spacingM: number,
): WaterPoint[] {
  const angle = (directionDeg * Math.PI) / 180;
  const count = Math.max(1, Math.round(lengthM / spacingM));
  return Array.from({ length: count }, (_, i) => {
    const alongM = (i + 0.5 - count / 2) * spacingM;
    return [x + alongM * Math.sin(angle), y + alongM * Math.cos(angle)];
  });
}

/** Every so many-th direction is measured first. */
const coarseStep = 4;

/**
 * The line whose image speaks the most clearly for its velocity: along the flow patterns stay on the line the longest.
 * Every fourth of `count` neighbouring directions and both ends are measured, then those around the top of a parabola
 * through the clearest and its neighbours. Where all are rejected it is the middle one, with its rejection.
 */
export function clearestLine(
  count: number,
  measure: (index: number) => LineVelocity,
): { readonly index: number; readonly velocity: LineVelocity } {
  const known = new Map<number, LineVelocity>();
  const strengthAt = (index: number) => {
    if (!known.has(index)) known.set(index, measure(index));
    const { velocityMps, quality } = known.get(index)!;
    return velocityMps === null ? 0 : quality.strength;
  };
  const middle = (count - 1) >> 1;
  const coarse = count <= 2 * coarseStep ? count : Math.ceil((count - 1) / coarseStep) + 1;
  const places = Array.from({ length: coarse }, (_, i) =>
    coarse === 1 ? middle : Math.round((i * (count - 1)) / (coarse - 1)),
  );
  const best = strongestOf(places, strengthAt);
  if (strengthAt(best) === 0) return { index: middle, velocity: known.get(middle) ?? measure(middle) };
  const at = places.indexOf(best);
  const [before, after] = [places[at - 1], places[at + 1]];
  const top =
    before === undefined || after === undefined
      ? best
      : Math.round(topOfParabola([before, best, after], [before, best, after].map(strengthAt)));
  const around = [best, top - 1, top, top + 1].filter((index) => index >= 0 && index < count);
  const index = strongestOf(count <= 2 * coarseStep ? places : around, strengthAt);
  return { index, velocity: known.get(index)! };
}

function strongestOf(indices: readonly number[], strengthAt: (index: number) => number): number {
  return indices.reduce((best, index) => (strengthAt(index) > strengthAt(best) ? index : best));
}

/** Place of the maximum of the parabola through three points, the middle one highest. */
function topOfParabola(x: readonly number[], y: readonly number[]): number {
  const [a, b, c] = x as [number, number, number];
  const [fa, fb, fc] = y as [number, number, number];
  const numerator = (b - a) ** 2 * (fb - fc) - (b - c) ** 2 * (fb - fa);
  const denominator = (b - a) * (fb - fc) - (b - c) * (fb - fa);
  return denominator === 0 ? b : b - numerator / denominator / 2;
}

/** Part of a velocity square to a cross-section whose normal points `normalDeg`, downstream. */
export function squareToSection(speedMps: number, directionDeg: number, normalDeg: number): number {
  return speedMps * Math.cos(((directionDeg - normalDeg) * Math.PI) / 180);
}
