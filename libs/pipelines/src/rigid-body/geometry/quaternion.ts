/** Unit quaternions (w, x, y, z) in flat arrays, at an offset counted in numbers. */

/** Writes the rotation matrix of the quaternion at `offset`, row by row, into `matrix` (9 numbers). */
export function rotationMatrix(quaternions: Float64Array, offset: number, matrix: Float64Array): void {
  const w = quaternions[offset]!;
  const x = quaternions[offset + 1]!;
  const y = quaternions[offset + 2]!;
  const z = quaternions[offset + 3]!;
  matrix[0] = 1 - 2 * (y * y + z * z);
  matrix[1] = 2 * (x * y - w * z);
  matrix[2] = 2 * (x * z + w * y);
  matrix[3] = 2 * (x * y + w * z);
  matrix[4] = 1 - 2 * (x * x + z * z);
  matrix[5] = 2 * (y * z - w * x);
  matrix[6] = 2 * (x * z - w * y);
  matrix[7] = 2 * (y * z + w * x);
  matrix[8] = 1 - 2 * (x * x + y * y);
}

/**
 * Turns the quaternion at `offset` by the rotation vector (dx, dy, dz) from the left, reading `source` and
 * writing `target`: the retraction of the solver, exact for any size of step, renormalised.
 */
export function rotateLeft(
  source: Float64Array,
  target: Float64Array,
  offset: number,
  dx: number,
  dy: number,
  dz: number,
): void {
  const angle = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const factor = angle > 1e-9 ? Math.sin(angle / 2) / angle : 0.5;
  const aw = Math.cos(angle / 2);
  const ax = dx * factor;
  const ay = dy * factor;
  const az = dz * factor;
  const w = source[offset]!;
  const x = source[offset + 1]!;
  const y = source[offset + 2]!;
  const z = source[offset + 3]!;
  target[offset] = aw * w - ax * x - ay * y - az * z;
  target[offset + 1] = aw * x + ax * w + ay * z - az * y;
  target[offset + 2] = aw * y - ax * z + ay * w + az * x;
  target[offset + 3] = aw * z + ax * y - ay * x + az * w;
  normalise(target, offset);
}

/** Scales the quaternion at `offset` to length 1. */
export function normalise(quaternions: Float64Array, offset: number): void {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum += quaternions[offset + k]! ** 2;
  const scale = 1 / Math.sqrt(sum);
  for (let k = 0; k < 4; k++) quaternions[offset + k]! *= scale;
}

/** Scalar product of two quaternions; negative means that they lie on opposite halves of the sphere. */
export function dot(a: Float64Array, aOffset: number, b: Float64Array, bOffset: number): number {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum += a[aOffset + k]! * b[bOffset + k]!;
  return sum;
}

/**
 * Spherical interpolation along the shorter arc from `a` (share 0) to `b` (share 1), written to `target`.
 */
export function slerp(
  a: Float64Array,
  aOffset: number,
  b: Float64Array,
  bOffset: number,
  share: number,
  target: Float64Array,
  targetOffset: number,
): void {
  const cosine = dot(a, aOffset, b, bOffset);
  const sign = cosine < 0 ? -1 : 1;
  const angle = Math.acos(Math.min(1, Math.abs(cosine)));
  const sine = Math.sin(angle);
  const fromWeight = sine > 1e-9 ? Math.sin((1 - share) * angle) / sine : 1 - share;
  const toWeight = (sine > 1e-9 ? Math.sin(share * angle) / sine : share) * sign;
  for (let k = 0; k < 4; k++) {
    target[targetOffset + k] = fromWeight * a[aOffset + k]! + toWeight * b[bOffset + k]!;
  }
  normalise(target, targetOffset);
}

/** Turns signs so that neighbours in time lie on the same half of the sphere; rotations stay the same. */
export function makeContinuous(quaternions: Float64Array): void {
  for (let offset = 4; offset < quaternions.length; offset += 4) {
    if (dot(quaternions, offset - 4, quaternions, offset) >= 0) continue;
    for (let k = 0; k < 4; k++) quaternions[offset + k] = -quaternions[offset + k]!;
  }
}
