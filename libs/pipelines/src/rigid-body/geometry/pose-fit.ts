import { symmetricEigen } from './eigen.js';
import { rotationMatrix } from './quaternion.js';

/** Room for one pose fit, kept between calls. */
export interface PoseFitWorkspace {
  readonly horn: Float64Array;
  readonly cross: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly matrix: Float64Array;
}

export function createPoseFitWorkspace(): PoseFitWorkspace {
  return {
    horn: new Float64Array(16),
    cross: new Float64Array(9),
    from: new Float64Array(3),
    to: new Float64Array(3),
    matrix: new Float64Array(9),
  };
}

/**
 * Least-squares pose of a body in one frame: the proper rotation and translation that take the reference
 * points nearest to the measured ones, over those that are not NaN (Horn 1987, by unit quaternions; the same
 * answer as Kabsch). Writes quaternion and translation and returns the sum of squared distances, or NaN,
 * writing nothing, where fewer than 3 points were seen.
 */
export function fitPose(
  reference: Float64Array,
  measured: Float64Array,
  measuredOffset: number,
  quaternions: Float64Array,
  quaternionOffset: number,
  translations: Float64Array,
  translationOffset: number,
  work: PoseFitWorkspace,
): number {
  const { from, to, matrix } = work;
  const seen = centroids(reference, measured, measuredOffset, work);
  if (seen < 3) return Number.NaN;
  crossCovariance(reference, measured, measuredOffset, work);
  bestRotation(work, quaternions, quaternionOffset);
  rotationMatrix(quaternions, quaternionOffset, matrix);
  for (let k = 0; k < 3; k++) {
    translations[translationOffset + k] =
      to[k]! - matrix[k * 3]! * from[0]! - matrix[k * 3 + 1]! * from[1]! - matrix[k * 3 + 2]! * from[2]!;
  }
  return residual(reference, measured, measuredOffset, translations, translationOffset, matrix);
}

/**
 * Rotation about the origin that takes the `from` points nearest to the `to` points (arrays of 3 × n numbers).
 * Writes a quaternion.
 */
export function fitRotation(
  from: Float64Array,
  to: Float64Array,
  quaternion: Float64Array,
  work: PoseFitWorkspace,
): void {
  work.from.fill(0);
  work.to.fill(0);
  crossCovariance(from, to, 0, work);
  bestRotation(work, quaternion, 0);
}

function bestRotation(work: PoseFitWorkspace, quaternions: Float64Array, offset: number): void {
  fillHorn(work);
  const { vectors } = symmetricEigen(work.horn, 4);
  for (let k = 0; k < 4; k++) quaternions[offset + k] = vectors[k]!;
}

function centroids(
  reference: Float64Array,
  measured: Float64Array,
  offset: number,
  work: PoseFitWorkspace,
): number {
  const { from, to } = work;
  from.fill(0);
  to.fill(0);
  let seen = 0;
  for (let m = 0; m < reference.length; m += 3) {
    if (Number.isNaN(measured[offset + m]!)) continue;
    seen++;
    for (let k = 0; k < 3; k++) {
      from[k]! += reference[m + k]!;
      to[k]! += measured[offset + m + k]!;
    }
  }
  for (let k = 0; k < 3; k++) {
    from[k]! /= seen;
    to[k]! /= seen;
  }
  return seen;
}

/** cross[a][b] = sum of reference coordinate a × measured coordinate b, both from their centroids. */
function crossCovariance(
  reference: Float64Array,
  measured: Float64Array,
  offset: number,
  work: PoseFitWorkspace,
): void {
  const { cross, from, to } = work;
  cross.fill(0);
  for (let m = 0; m < reference.length; m += 3) {
    if (Number.isNaN(measured[offset + m]!)) continue;
    for (let a = 0; a < 3; a++) {
      const x = reference[m + a]! - from[a]!;
      for (let b = 0; b < 3; b++) cross[a * 3 + b]! += x * (measured[offset + m + b]! - to[b]!);
    }
  }
}

function fillHorn(work: PoseFitWorkspace): void {
  const { cross: s, horn } = work;
  horn[0] = s[0]! + s[4]! + s[8]!;
  horn[5] = s[0]! - s[4]! - s[8]!;
  horn[10] = -s[0]! + s[4]! - s[8]!;
  horn[15] = -s[0]! - s[4]! + s[8]!;
  horn[1] = s[5]! - s[7]!;
  horn[2] = s[6]! - s[2]!;
  horn[3] = s[1]! - s[3]!;
  horn[6] = s[1]! + s[3]!;
  horn[7] = s[6]! + s[2]!;
  horn[11] = s[5]! + s[7]!;
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) horn[i * 4 + j] = horn[j * 4 + i]!;
}

function residual(
  reference: Float64Array,
  measured: Float64Array,
  offset: number,
  translations: Float64Array,
  at: number,
  matrix: Float64Array,
): number {
  let sum = 0;
  for (let m = 0; m < reference.length; m += 3) {
    if (Number.isNaN(measured[offset + m]!)) continue;
    for (let k = 0; k < 3; k++) {
      const model =
        matrix[k * 3]! * reference[m]! +
        matrix[k * 3 + 1]! * reference[m + 1]! +
        matrix[k * 3 + 2]! * reference[m + 2]! +
        translations[at + k]!;
      sum += (measured[offset + m + k]! - model) ** 2;
    }
  }
  return sum;
}
