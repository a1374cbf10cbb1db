/**
 * Symmetric linear systems of the shape that a body moving in time gives: 6 × 6 blocks on the diagonal and
 * beside it (poses and their neighbours in time) with a dense border (the reference geometry).
 *
 *   | P   E | |x|     |g|       P block tridiagonal, blocks A_t and B_t (frame t with t + 1)
 *   | E'  C | |y| = - |h|       E 6T × K, C K × K
 *
 * Solved by block Cholesky of P and the Schur complement of the border: linear in the number of frames.
 */

import { symmetricEigen } from '../geometry/eigen.js';

/** Coefficients and right-hand sides, row by row; all symmetric blocks are stored in full. */
export interface BorderedSystem {
  readonly frameCount: number;
  /** K, the width of the border; 0 for none. */
  readonly borderSize: number;
  /** 36 numbers a frame. */
  readonly diagonal: Float64Array;
  /** 36 numbers a frame: rows of frame t, columns of frame t + 1; the last is not used. */
  readonly upper: Float64Array;
  /** 6 × K numbers a frame. */
  readonly border: Float64Array;
  /** K × K. */
  readonly corner: Float64Array;
  /** g, 6 numbers a frame. */
  readonly gradient: Float64Array;
  /** h, K numbers. */
  readonly borderGradient: Float64Array;
}

/** Room for the factorisation, kept between calls. */
export interface BorderedWorkspace {
  /** Cholesky factor of each diagonal block. */
  readonly factor: Float64Array;
  /** Lower neighbour of each factor: M_t, 36 numbers. */
  readonly lower: Float64Array;
  /** L⁻¹ [E | g], 6 × (K + 1) numbers a frame. */
  readonly forward: Float64Array;
  /** Schur complement with the reduced right-hand side as its last row, (K + 1)². */
  readonly schur: Float64Array;
  readonly schurFactor: Float64Array;
  readonly block: Float64Array;
}

export function createSystem(frameCount: number, borderSize: number): BorderedSystem {
  return {
    frameCount,
    borderSize,
    diagonal: new Float64Array(frameCount * 36),
    upper: new Float64Array(frameCount * 36),
    border: new Float64Array(frameCount * 6 * borderSize),
    corner: new Float64Array(borderSize * borderSize),
    gradient: new Float64Array(frameCount * 6),
    borderGradient: new Float64Array(borderSize),
  };
}

export function createWorkspace(frameCount: number, borderSize: number): BorderedWorkspace {
  const width = borderSize + 1;
  return {
    factor: new Float64Array(frameCount * 36),
    lower: new Float64Array(frameCount * 36),
    forward: new Float64Array(frameCount * 6 * width),
    schur: new Float64Array(width * width),
    schurFactor: new Float64Array(width * width),
    block: new Float64Array(36),
  };
}

/**
 * Solves (H + damping · diag(H)) (x, y) = -(g, h), writing x to `poseStep` (6T) and y to `borderStep` (K).
 * Returns false, with the steps undefined, where the damped block P is not positive definite.
 */
export function solveBordered(
  system: BorderedSystem,
  damping: number,
  work: BorderedWorkspace,
  poseStep: Float64Array,
  borderStep: Float64Array,
): boolean {
  startSchur(system, damping, work);
  for (let t = 0; t < system.frameCount; t++) {
    if (!factorFrame(system, damping, work, t)) return false;
    forwardFrame(system, work, t);
    reduceSchur(work, t, system.borderSize + 1);
  }
  solveSchur(work, system.borderSize, borderStep);
  backSubstitute(system, work, borderStep, poseStep);
  return true;
}

/** The diagonal entry with its damping; the floor keeps directions that nothing measures from dividing by 0. */
function damped(value: number, damping: number): number {
  return value + damping * Math.max(Math.abs(value), 1e-12);
}

function startSchur(system: BorderedSystem, damping: number, work: BorderedWorkspace): void {
  const { borderSize, corner, borderGradient } = system;
  const width = borderSize + 1;
  for (let i = 0; i < borderSize; i++) {
    for (let j = 0; j < i; j++) work.schur[i * width + j] = corner[i * borderSize + j]!;
    work.schur[i * width + i] = damped(corner[i * borderSize + i]!, damping);
    work.schur[borderSize * width + i] = borderGradient[i]!;
  }
  work.schur[width * width - 1] = 0;
}

/** D_t = A_t - M_{t-1} M_{t-1}', L_t = chol(D_t), M_t = B_t' L_t⁻ᵀ. */
function factorFrame(system: BorderedSystem, damping: number, work: BorderedWorkspace, t: number): boolean {
  const { block, factor, lower } = work;
  const at = t * 36;
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j < i; j++) block[i * 6 + j] = system.diagonal[at + i * 6 + j]!;
    block[i * 7] = damped(system.diagonal[at + i * 7]!, damping);
  }
  if (t > 0) subtractOuter(lower, at - 36, block);
  if (!cholesky6(block, factor, at)) return false;
  if (t + 1 < system.frameCount) solveNeighbour(system.upper, factor, lower, at);
  return true;
}

function subtractOuter(lower: Float64Array, at: number, block: Float64Array): void {
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < 6; k++) sum += lower[at + i * 6 + k]! * lower[at + j * 6 + k]!;
      block[i * 6 + j]! -= sum;
    }
  }
}

function cholesky6(block: Float64Array, factor: Float64Array, at: number): boolean {
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = block[i * 6 + j]!;
      for (let k = 0; k < j; k++) sum -= factor[at + i * 6 + k]! * factor[at + j * 6 + k]!;
      if (j < i) factor[at + i * 6 + j] = sum / factor[at + j * 7]!;
      else if (sum > 0) factor[at + i * 7] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Row j of M is column j of B solved against L: M' = L⁻¹ B. */
function solveNeighbour(upper: Float64Array, factor: Float64Array, lower: Float64Array, at: number): void {
  for (let column = 0; column < 6; column++) {
    for (let i = 0; i < 6; i++) {
      let sum = upper[at + i * 6 + column]!;
      for (let k = 0; k < i; k++) sum -= factor[at + i * 6 + k]! * lower[at + column * 6 + k]!;
      lower[at + column * 6 + i] = sum / factor[at + i * 7]!;
    }
  }
}

/** Z_t = L_t⁻¹ ([E | g]_t - M_{t-1} Z_{t-1}). */
function forwardFrame(system: BorderedSystem, work: BorderedWorkspace, t: number): void {
  const { factor, lower, forward } = work;
  const K = system.borderSize;
  const width = K + 1;
  const at = t * 6 * width;
  const before = at - 6 * width;
  for (let i = 0; i < 6; i++) {
    const row = at + i * width;
    const source = (t * 6 + i) * K;
    for (let c = 0; c < K; c++) forward[row + c] = system.border[source + c]!;
    forward[row + K] = system.gradient[t * 6 + i]!;
    if (t > 0) {
      const m = (t - 1) * 36 + i * 6;
      subtractSix(forward, row, forward, before, width, lower, m);
    }
    for (let k = 0; k < i; k++) {
      const share = factor[t * 36 + i * 6 + k]!;
      const other = at + k * width;
      for (let c = 0; c < width; c++) forward[row + c]! -= share * forward[other + c]!;
    }
    const scale = 1 / factor[t * 36 + i * 7]!;
    for (let c = 0; c < width; c++) forward[row + c]! *= scale;
  }
}

/** target[row + c] -= sum over k of shares[s + k] * source[from + k * width + c]; one pass over the columns. */
function subtractSix(
  target: Float64Array,
  row: number,
  source: Float64Array,
  from: number,
  width: number,
  shares: Float64Array,
  s: number,
): void {
  const s0 = shares[s]!;
  const s1 = shares[s + 1]!;
  const s2 = shares[s + 2]!;
  const s3 = shares[s + 3]!;
  const s4 = shares[s + 4]!;
  const s5 = shares[s + 5]!;
  for (let c = 0; c < width; c++) {
    const at = from + c;
    target[row + c]! -=
      s0 * source[at]! +
      s1 * source[at + width]! +
      s2 * source[at + 2 * width]! +
      s3 * source[at + 3 * width]! +
      s4 * source[at + 4 * width]! +
      s5 * source[at + 5 * width]!;
  }
}

/** Schur complement -= Z_t' Z_t (lower half). */
function reduceSchur(work: BorderedWorkspace, t: number, width: number): void {
  const { forward, schur } = work;
  const at = t * 6 * width;
  for (let i = 0; i < width; i++) {
    const column = at + i;
    const z0 = forward[column]!;
    const z1 = forward[column + width]!;
    const z2 = forward[column + 2 * width]!;
    const z3 = forward[column + 3 * width]!;
    const z4 = forward[column + 4 * width]!;
    const z5 = forward[column + 5 * width]!;
    const row = i * width;
    for (let j = 0; j <= i; j++) {
      const other = at + j;
      schur[row + j]! -=
        z0 * forward[other]! +
        z1 * forward[other + width]! +
        z2 * forward[other + 2 * width]! +
        z3 * forward[other + 3 * width]! +
        z4 * forward[other + 4 * width]! +
        z5 * forward[other + 5 * width]!;
    }
  }
}

/** Solves the reduced system for the border step; the lower half of the Schur complement is read. */
function solveSchur(work: BorderedWorkspace, K: number, step: Float64Array): void {
  if (!solveByCholesky(work, K, step)) solveByEigenvalues(work.schur, K, step);
}

function solveByCholesky(work: BorderedWorkspace, K: number, step: Float64Array): boolean {
  const { schur, schurFactor: factor } = work;
  const width = K + 1;
  // The reduced right-hand side is the last row, so factorising it along is the forward substitution.
  for (let i = 0; i <= K; i++) {
    for (let j = 0; j < Math.min(i + 1, K); j++) {
      let sum = schur[i * width + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * width + k]! * factor[j * width + k]!;
      if (j < i) factor[i * width + j] = sum / factor[j * width + j]!;
      else if (sum > 0) factor[i * width + i] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let i = K - 1; i >= 0; i--) {
    let sum = -factor[K * width + i]!;
    for (let k = i + 1; k < K; k++) sum -= factor[k * width + i]! * step[k]!;
    step[i] = sum / factor[i * width + i]!;
  }
  return true;
}

/**
 * Where the reduced Hessian bends down in some direction, its eigenvalues are taken by their size
 * (saddle-free Newton, Dauphin et al. 2014): still a descent step, and a long one along such a direction.
 */
function solveByEigenvalues(schur: Float64Array, K: number, step: Float64Array): void {
  const width = K + 1;
  const matrix = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) matrix[i * K + j] = schur[Math.max(i, j) * width + Math.min(i, j)]!;
  }
  const { values, vectors } = symmetricEigen(matrix, K);
  const floor = 1e-14 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  step.fill(0);
  for (let k = 0; k < K; k++) {
    let along = 0;
    for (let i = 0; i < K; i++) along -= vectors[k * K + i]! * schur[K * width + i]!;
    const scale = along / Math.max(Math.abs(values[k]!), floor);
    for (let i = 0; i < K; i++) step[i]! += scale * vectors[k * K + i]!;
  }
}

/** L' x = -(z_g + Z y), last frame first. */
function backSubstitute(
  system: BorderedSystem,
  work: BorderedWorkspace,
  borderStep: Float64Array,
  poseStep: Float64Array,
): void {
  const { factor, lower, forward } = work;
  const K = system.borderSize;
  const width = K + 1;
  for (let t = system.frameCount - 1; t >= 0; t--) {
    for (let i = 5; i >= 0; i--) {
      const row = (t * 6 + i) * width;
      let sum = -forward[row + K]!;
      for (let c = 0; c < K; c++) sum -= forward[row + c]! * borderStep[c]!;
      if (t + 1 < system.frameCount) {
        for (let k = 0; k < 6; k++) sum -= lower[t * 36 + k * 6 + i]! * poseStep[(t + 1) * 6 + k]!;
      }
      for (let k = i + 1; k < 6; k++) sum -= factor[t * 36 + k * 6 + i]! * poseStep[t * 6 + k]!;
      poseStep[t * 6 + i] = sum / factor[t * 36 + i * 7]!;
    }
  }
}
