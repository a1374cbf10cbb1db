/**
 * Gradient and Hessian of the cost in the tangent of a state. A pose step is (d, e): rotate by the vector d
 * from the left, so that a rotated point p moves by d × p, and translate by e; a reference step is added.
 */
import { dot, rotationMatrix } from '../geometry/quaternion.js';
import type { BorderedSystem } from './bordered-system.js';
import { priorLoss, quaternionGap } from './cost.js';
import { lossWeight } from './loss.js';
import type { RigidBodyProblem, RigidBodyState } from './problem.js';

/**
 * Fills `system` (zeroed here) for the state: J'r and the Gauss–Newton Hessian J'J, each block times rho'.
 */
export function buildNormalEquations(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  system: BorderedSystem,
): void {
  for (const array of [system.diagonal, system.upper, system.border, system.corner]) array.fill(0);
  system.gradient.fill(0);
  system.borderGradient.fill(0);
  addMeasuredTerms(problem, state, system);
  addRotationSmoothness(problem, state, system);
  addTranslationSmoothness(problem, state, system);
  if (system.borderSize > 0) {
    addRigidEdges(problem, state.reference, system);
    addAnchor(problem, state.reference, system);
    if (problem.gauge === 'centroid') centreBorder(system);
  }
}

function addMeasuredTerms(problem: RigidBodyProblem, state: RigidBodyState, system: BorderedSystem): void {
  const R = new Float64Array(9);
  for (let t = 0; t < problem.frameCount; t++) {
    rotationMatrix(state.quaternions, t * 4, R);
    for (let m = 0; m < problem.markerCount; m++) addPoint(problem, state, system, R, t, m);
    for (let e = 0; e < problem.softEdges.targets.length; e++) addSoftEdge(problem, state, system, R, t, e);
  }
}

/**
 * Data block r = w (y - p - T), p = R X, with derivatives w [p]×, -w I and -w R.
 */
function addPoint(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  system: BorderedSystem,
  R: Float64Array,
  t: number,
  m: number,
): void {
  const { points } = problem;
  const at = (t * problem.markerCount + m) * 3;
  if (Number.isNaN(points[at]!)) return;
  const X = state.reference;
  const px = R[0]! * X[m * 3]! + R[1]! * X[m * 3 + 1]! + R[2]! * X[m * 3 + 2]!;
  const py = R[3]! * X[m * 3]! + R[4]! * X[m * 3 + 1]! + R[5]! * X[m * 3 + 2]!;
  const pz = R[6]! * X[m * 3]! + R[7]! * X[m * 3 + 1]! + R[8]! * X[m * 3 + 2]!;
  const yx = points[at]! - state.translations[t * 3]!;
  const yy = points[at + 1]! - state.translations[t * 3 + 1]!;
  const yz = points[at + 2]! - state.translations[t * 3 + 2]!;
  const ex = yx - px;
  const ey = yy - py;
  const ez = yz - pz;
  const w2 = problem.weights.data ** 2;
  const a = w2 * lossWeight(problem.loss, w2 * (ex * ex + ey * ey + ez * ez));
  const g = system.gradient;
  g[t * 6]! += a * (ey * pz - ez * py);
  g[t * 6 + 1]! += a * (ez * px - ex * pz);
  g[t * 6 + 2]! += a * (ex * py - ey * px);
  g[t * 6 + 3]! -= a * ex;
  g[t * 6 + 4]! -= a * ey;
  g[t * 6 + 5]! -= a * ez;
  addPoseBlock(system.diagonal, t * 36, a, px, py, pz);
  if (system.borderSize > 0) addPointBorder(system, t, m, a, R, ex, ey, ez, px, py, pz);
}

function addPoseBlock(D: Float64Array, at: number, a: number, px: number, py: number, pz: number): void {
  const xy = -a * px * py;
  const xz = -a * px * pz;
  const yz = -a * py * pz;
  D[at]! += a * (py * py + pz * pz);
  D[at + 7]! += a * (px * px + pz * pz);
  D[at + 14]! += a * (px * px + py * py);
  D[at + 1]! += xy;
  D[at + 6]! += xy;
  D[at + 2]! += xz;
  D[at + 12]! += xz;
  D[at + 8]! += yz;
  D[at + 13]! += yz;
  // Rotation with translation: w² [p]×, and its transpose.
  D[at + 4]! -= a * pz;
  D[at + 5]! += a * py;
  D[at + 9]! += a * pz;
  D[at + 11]! -= a * px;
  D[at + 15]! -= a * py;
  D[at + 16]! += a * px;
  D[at + 19]! += a * pz;
  D[at + 20]! -= a * py;
  D[at + 24]! -= a * pz;
  D[at + 26]! += a * px;
  D[at + 30]! += a * py;
  D[at + 31]! -= a * px;
  D[at + 21]! += a;
  D[at + 28]! += a;
  D[at + 35]! += a;
}

function addPointBorder(
  system: BorderedSystem,
  t: number,
  m: number,
  a: number,
  R: Float64Array,
  ex: number,
  ey: number,
  ez: number,
  px: number,
  py: number,
  pz: number,
): void {
  const K = system.borderSize;
  const E = system.border;
  for (let k = 0; k < 3; k++) {
    const rx = R[k]!;
    const ry = R[3 + k]!;
    const rz = R[6 + k]!;
    const column = m * 3 + k;
    const at = t * 6 * K + column;
    E[at]! += a * (py * rz - pz * ry);
    E[at + K]! += a * (pz * rx - px * rz);
    E[at + 2 * K]! += a * (px * ry - py * rx);
    E[at + 3 * K]! += a * rx;
    E[at + 4 * K]! += a * ry;
    E[at + 5 * K]! += a * rz;
    system.borderGradient[column]! -= a * (rx * ex + ry * ey + rz * ez);
    system.corner[column * K + column]! += a;
  }
}

/** Soft block r = w (|y_j - p_i - T| - d): along the unit vector u from model to measured point. */
function addSoftEdge(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  system: BorderedSystem,
  R: Float64Array,
  t: number,
  e: number,
): void {
  const { pairs, targets } = problem.softEdges;
  const i = pairs[2 * e]!;
  const at = (t * problem.markerCount + pairs[2 * e + 1]!) * 3;
  if (Number.isNaN(problem.points[at]!)) return;
  const p = new Float64Array(3);
  const u = new Float64Array(3);
  for (let k = 0; k < 3; k++) {
    for (let c = 0; c < 3; c++) p[k]! += R[k * 3 + c]! * state.reference[i * 3 + c]!;
    u[k] = problem.points[at + k]! - p[k]! - state.translations[t * 3 + k]!;
  }
  const length = Math.hypot(u[0]!, u[1]!, u[2]!);
  if (length === 0) return;
  for (let k = 0; k < 3; k++) u[k]! /= length;
  const w2 = problem.weights.soft ** 2;
  const residual = length - targets[e]!;
  const a = w2 * lossWeight(problem.loss, w2 * residual * residual);
  addSoftRow(system, t, i, a, residual, softRow(R, p, u));
}

/** Derivative of the distance along (d, e, X_i): (-p × u, -u, -R' u). */
function softRow(R: Float64Array, p: Float64Array, u: Float64Array): Float64Array {
  const row = new Float64Array(9);
  row[0] = p[2]! * u[1]! - p[1]! * u[2]!;
  row[1] = p[0]! * u[2]! - p[2]! * u[0]!;
  row[2] = p[1]! * u[0]! - p[0]! * u[1]!;
  for (let k = 0; k < 3; k++) {
    row[3 + k] = -u[k]!;
    row[6 + k] = -(R[k]! * u[0]! + R[3 + k]! * u[1]! + R[6 + k]! * u[2]!);
  }
  return row;
}

function addSoftRow(
  system: BorderedSystem,
  t: number,
  i: number,
  a: number,
  residual: number,
  row: Float64Array,
): void {
  const K = system.borderSize;
  for (let r = 0; r < 6; r++) {
    system.gradient[t * 6 + r]! += a * residual * row[r]!;
    for (let c = 0; c < 6; c++) system.diagonal[t * 36 + r * 6 + c]! += a * row[r]! * row[c]!;
    for (let c = 0; c < 3 && K > 0; c++) {
      system.border[(t * 6 + r) * K + i * 3 + c]! += a * row[r]! * row[6 + c]!;
    }
  }
  for (let r = 0; r < 3 && K > 0; r++) {
    system.borderGradient[i * 3 + r]! += a * residual * row[6 + r]!;
    for (let c = 0; c < 3; c++) {
      system.corner[(i * 3 + r) * K + i * 3 + c]! += a * row[6 + r]! * row[6 + c]!;
    }
  }
}

/**
 * Rotation block r = w (s q' - q) with dq = (0, d) ⊗ q / 2. With c + v = s q' ⊗ q* the relative rotation:
 * gradient ∓ w² v / 2, diagonal w² / 4, beside it -w² / 4 (c I - [v]×).
 */
function addRotationSmoothness(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  system: BorderedSystem,
): void {
  const q = state.quaternions;
  const w2 = problem.weights.rotSmooth ** 2;
  const loss = priorLoss(problem);
  for (let t = 0; t + 1 < problem.frameCount; t++) {
    const i = t * 4;
    const j = i + 4;
    const a = w2 * lossWeight(loss, w2 * quaternionGap(q, i));
    const s = dot(q, i, q, j) < 0 ? -1 : 1;
    const c = s * dot(q, i, q, j);
    const vx = s * (-q[j]! * q[i + 1]! + q[j + 1]! * q[i]! - q[j + 2]! * q[i + 3]! + q[j + 3]! * q[i + 2]!);
    const vy = s * (-q[j]! * q[i + 2]! + q[j + 1]! * q[i + 3]! + q[j + 2]! * q[i]! - q[j + 3]! * q[i + 1]!);
    const vz = s * (-q[j]! * q[i + 3]! - q[j + 1]! * q[i + 2]! + q[j + 2]! * q[i + 1]! + q[j + 3]! * q[i]!);
    const v = [vx, vy, vz];
    for (let k = 0; k < 3; k++) {
      system.gradient[t * 6 + k]! -= (a / 2) * v[k]!;
      system.gradient[t * 6 + 6 + k]! += (a / 2) * v[k]!;
      system.diagonal[t * 36 + k * 7]! += a / 4;
      system.diagonal[t * 36 + 36 + k * 7]! += a / 4;
      system.upper[t * 36 + k * 7]! -= (a / 4) * c;
    }
    addCross(system.upper, t * 36, a / 4, vx, vy, vz);
  }
}

/** target[0..2][0..2] += a [v]× in a 6 × 6 block. */
function addCross(target: Float64Array, at: number, a: number, vx: number, vy: number, vz: number): void {
  target[at + 1]! -= a * vz;
  target[at + 2]! += a * vy;
  target[at + 6]! += a * vz;
  target[at + 8]! -= a * vx;
  target[at + 12]! -= a * vy;
  target[at + 13]! += a * vx;
}

function addTranslationSmoothness(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  system: BorderedSystem,
): void {
  const T = state.translations;
  const w2 = problem.weights.transSmooth ** 2;
  const loss = priorLoss(problem);
  for (let t = 0; t + 1 < problem.frameCount; t++) {
    let s = 0;
    for (let k = t * 3; k < t * 3 + 3; k++) s += (T[k + 3]! - T[k]!) ** 2;
    const a = w2 * lossWeight(loss, w2 * s);
    for (let k = 0; k < 3; k++) {
      const step = T[t * 3 + 3 + k]! - T[t * 3 + k]!;
      system.gradient[t * 6 + 3 + k]! -= a * step;
      system.gradient[t * 6 + 9 + k]! += a * step;
      system.diagonal[t * 36 + (3 + k) * 7]! += a;
      system.diagonal[t * 36 + 36 + (3 + k) * 7]! += a;
      system.upper[t * 36 + (3 + k) * 7]! -= a;
    }
  }
}

/** Rigid block r = w (|X_i - X_j| - d) with unit vector u: H = w² u u'. */
function addRigidEdges(problem: RigidBodyProblem, X: Float64Array, system: BorderedSystem): void {
  const { pairs, targets } = problem.rigidEdges;
  const K = system.borderSize;
  const w2 = problem.weights.rigid ** 2;
  const loss = priorLoss(problem);
  for (let e = 0; e < targets.length; e++) {
    const i = pairs[2 * e]! * 3;
    const j = pairs[2 * e + 1]! * 3;
    const u = [X[i]! - X[j]!, X[i + 1]! - X[j + 1]!, X[i + 2]! - X[j + 2]!];
    const length = Math.hypot(u[0]!, u[1]!, u[2]!);
    if (length === 0) continue;
    const residual = length - targets[e]!;
    const a = w2 * lossWeight(loss, w2 * residual * residual);
    for (let r = 0; r < 3; r++) {
      const ur = u[r]! / length;
      system.borderGradient[i + r]! += a * residual * ur;
      system.borderGradient[j + r]! -= a * residual * ur;
      for (let c = 0; c < 3; c++) {
        const value = (a * ur * u[c]!) / length;
        system.corner[(i + r) * K + i + c]! += value;
        system.corner[(j + r) * K + j + c]! += value;
        system.corner[(i + r) * K + j + c]! -= value;
        system.corner[(j + r) * K + i + c]! -= value;
      }
    }
  }
}

function addAnchor(problem: RigidBodyProblem, X: Float64Array, system: BorderedSystem): void {
  const K = system.borderSize;
  const w2 = problem.weights.anchor ** 2;
  const loss = priorLoss(problem);
  for (let m = 0; m < K; m += 3) {
    let s = 0;
    for (let k = m; k < m + 3; k++) s += (X[k]! - problem.anchorReference[k]!) ** 2;
    const a = w2 * lossWeight(loss, w2 * s);
    for (let k = m; k < m + 3; k++) {
      system.borderGradient[k]! += a * (X[k]! - problem.anchorReference[k]!);
      system.corner[k * K + k]! += a;
    }
  }
}

/**
 * Projects the border on reference steps that keep the centroid: with the model using X - mean(X), a common
 * shift has no effect. A stiffness on that shift keeps the corner regular; its gradient is zero.
 */
function centreBorder(system: BorderedSystem): void {
  const K = system.borderSize;
  const markerCount = K / 3;
  for (let row = 0; row < system.frameCount * 6; row++) removeMean(system.border, row * K, 1, markerCount);
  for (let row = 0; row < K; row++) removeMean(system.corner, row * K, 1, markerCount);
  for (let column = 0; column < K; column++) removeMean(system.corner, column, K, markerCount);
  removeMean(system.borderGradient, 0, 1, markerCount);
  let stiffness = 0;
  for (let i = 0; i < K; i++) stiffness += system.corner[i * K + i]! / K;
  for (let i = 0; i < K; i++) {
    for (let j = i % 3; j < K; j += 3) system.corner[i * K + j]! += stiffness / markerCount;
  }
}

/** Subtracts the mean over markers from one row or column of 3 × markerCount numbers, per coordinate. */
function removeMean(values: Float64Array, start: number, stride: number, markerCount: number): void {
  for (let k = 0; k < 3; k++) {
    let sum = 0;
    for (let m = 0; m < markerCount; m++) sum += values[start + (m * 3 + k) * stride]!;
    const mean = sum / markerCount;
    for (let m = 0; m < markerCount; m++) values[start + (m * 3 + k) * stride]! -= mean;
  }
}
