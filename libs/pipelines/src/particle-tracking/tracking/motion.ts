import type { TrackingLimits } from './limits.js';

// Looked up once: in the innermost loops that is felt.
const { acos, hypot, sqrt } = Math;

/** How a step departs from the one foretold. */
export interface Departure {
  /** mm a frame². */
  acceleration: number;
  /** Between the two steps, gon. */
  angle: number;
}

/** Departure of the step from `start` to `end` from that to `foretold`; all x, y, z in mm. */
export function departure(
  start: Float64Array,
  foretold: Float64Array,
  end: Float64Array,
  out: Departure,
): void {
  const [ax, ay, az] = [foretold[0]! - start[0]!, foretold[1]! - start[1]!, foretold[2]! - start[2]!];
  const [bx, by, bz] = [end[0]! - start[0]!, end[1]! - start[1]!, end[2]! - start[2]!];
  out.acceleration = sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2);
  if (ax === -bx && ay === -by && az === -bz) out.angle = 200;
  else if (ax === bx && ay === by && az === bz) out.angle = 0;
  else {
    const lengths = sqrt(ax * ax + ay * ay + az * az) * sqrt(bx * bx + by * by + bz * bz);
    out.angle = (200 / Math.PI) * acos((ax * bx + ay * by + az * bz) / lengths);
  }
}

/** Whether a particle may move so; very small accelerations are allowed in any direction. */
export function isPlausible(
  { maxAccelerationMm, maxAngleGon }: TrackingLimits,
  { acceleration, angle }: Departure,
) {
  return (acceleration < maxAccelerationMm && angle < maxAngleGon) || acceleration < maxAccelerationMm / 10;
}

/** Whether the step from `start` to `end` lies within the limits. */
export function isStepAllowed(limits: TrackingLimits, start: Float64Array, end: Float64Array): boolean {
  const { minStepMm: low, maxStepMm: high } = limits;
  for (let k = 0; k < 3; k++) {
    const step = end[k]! - start[k]!;
    if (!(step > low[k]! && step < high[k]!)) return false;
  }
  return true;
}

export function distanceMm(a: Float64Array, b: Float64Array): number {
  return sqrt((a[0]! - b[0]!) ** 2 + (a[1]! - b[1]!) ** 2 + (a[2]! - b[2]!) ** 2);
}

/** Score of a link, the lower the better: long steps, bends and few cameras speak against it. */
export function linkScore(
  limits: TrackingLimits,
  meanStepMm: number,
  { acceleration, angle }: Departure,
  seenBy: number,
): number {
  const { minStepMm: low, maxStepMm: high, maxAccelerationMm, maxAngleGon } = limits;
  const longest = hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
  return (meanStepMm / longest + acceleration / maxAccelerationMm + angle / maxAngleGon) / seenBy;
}
