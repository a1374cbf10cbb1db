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

export interface DirectedVelocity {
  /** Where the water flows to. */
  readonly directionDeg: number;
  readonly line: LineVelocity;
}

/**
 * The line whose image speaks the most clearly for its velocity: along the flow patterns stay on the line the longest.
 * A velocity towards the start of the line turns the direction round. Null where all lines are rejected.
 */
export function clearestDirection(
  directionsDeg: readonly number[],
  lines: readonly LineVelocity[],
): DirectedVelocity | null {
  let best = -1;
  lines.forEach(({ velocityMps, quality }, i) => {
    if (velocityMps !== null && (best < 0 || quality.strength > lines[best]!.quality.strength)) best = i;
  });
  if (best < 0) return null;
  const line = lines[best]!;
  if (line.velocityMps! >= 0) return { directionDeg: directionsDeg[best]!, line };
  const turned = { ...line, velocityMps: -line.velocityMps! };
  return { directionDeg: (directionsDeg[best]! + 180) % 360, line: turned };
}

/** Part of a velocity square to a cross-section whose normal points `normalDeg`, downstream. */
export function squareToSection(speedMps: number, directionDeg: number, normalDeg: number): number {
  return speedMps * Math.cos(((directionDeg - normalDeg) * Math.PI) / 180);
}
