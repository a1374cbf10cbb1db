import { rotationMatrix } from '../geometry/quaternion.js';
import { lossValue, noLoss } from './loss.js';
import type { RigidBodyProblem, RigidBodyState } from './problem.js';

/** The cost split by term; `total` is their sum. Each is half the sum of rho over its blocks. */
export interface CostParts {
  readonly total: number;
  readonly data: number;
  readonly rigid: number;
  readonly soft: number;
  readonly rot: number;
  readonly trans: number;
  readonly anchor: number;
}

/** Evaluates the cost of a state, term by term. The state's reference must be centred in the centroid gauge. */
export function evaluateCost(problem: RigidBodyProblem, state: RigidBodyState): CostParts {
  const data = dataCost(problem, state);
  const soft = softCost(problem, state);
  const rigid = rigidCost(problem, state.reference);
  const { rot, trans } = smoothnessCost(problem, state);
  const anchor = anchorCost(problem, state.reference);
  return { total: data + rigid + soft + rot + trans + anchor, data, rigid, soft, rot, trans, anchor };
}

/** The loss on terms without measurements. */
export function priorLoss(problem: RigidBodyProblem) {
  return problem.lossScope === 'all' ? problem.loss : noLoss;
}

function dataCost(problem: RigidBodyProblem, state: RigidBodyState): number {
  const { frameCount, markerCount, points, loss } = problem;
  const w2 = problem.weights.data ** 2;
  const matrix = new Float64Array(9);
  const model = new Float64Array(3);
  let sum = 0;
  for (let t = 0; t < frameCount; t++) {
    rotationMatrix(state.quaternions, t * 4, matrix);
    for (let m = 0; m < markerCount; m++) {
      const at = (t * markerCount + m) * 3;
      if (Number.isNaN(points[at]!)) continue;
      modelPoint(state, matrix, t, m, model);
      const dx = points[at]! - model[0]!;
      const dy = points[at + 1]! - model[1]!;
      const dz = points[at + 2]! - model[2]!;
      sum += lossValue(loss, w2 * (dx * dx + dy * dy + dz * dz));
    }
  }
  return sum / 2;
}

function softCost(problem: RigidBodyProblem, state: RigidBodyState): number {
  const { frameCount, markerCount, points, loss, softEdges } = problem;
  const w2 = problem.weights.soft ** 2;
  const matrix = new Float64Array(9);
  const model = new Float64Array(3);
  let sum = 0;
  for (let t = 0; t < frameCount && softEdges.targets.length > 0; t++) {
    rotationMatrix(state.quaternions, t * 4, matrix);
    for (let e = 0; e < softEdges.targets.length; e++) {
      const at = (t * markerCount + softEdges.pairs[2 * e + 1]!) * 3;
      if (Number.isNaN(points[at]!)) continue;
      modelPoint(state, matrix, t, softEdges.pairs[2 * e]!, model);
      const length = Math.hypot(
        points[at]! - model[0]!,
        points[at + 1]! - model[1]!,
        points[at + 2]! - model[2]!,
      );
      sum += lossValue(loss, w2 * (length - softEdges.targets[e]!) ** 2);
    }
  }
  return sum / 2;
}

function modelPoint(
  state: RigidBodyState,
  matrix: Float64Array,
  frame: number,
  marker: number,
  model: Float64Array,
): void {
  const x = state.reference[marker * 3]!;
  const y = state.reference[marker * 3 + 1]!;
  const z = state.reference[marker * 3 + 2]!;
  for (let k = 0; k < 3; k++) {
    model[k] =
      matrix[k * 3]! * x +
      matrix[k * 3 + 1]! * y +
      matrix[k * 3 + 2]! * z +
      state.translations[frame * 3 + k]!;
  }
}

function rigidCost(problem: RigidBodyProblem, reference: Float64Array): number {
  const { pairs, targets } = problem.rigidEdges;
  const loss = priorLoss(problem);
  let sum = 0;
  for (let e = 0; e < targets.length; e++) {
    const i = pairs[2 * e]! * 3;
    const j = pairs[2 * e + 1]! * 3;
    const length = Math.hypot(
      reference[i]! - reference[j]!,
      reference[i + 1]! - reference[j + 1]!,
      reference[i + 2]! - reference[j + 2]!,
    );
    sum += lossValue(loss, (problem.weights.rigid * (length - targets[e]!)) ** 2);
  }
  return sum / 2;
}

function smoothnessCost(problem: RigidBodyProblem, state: RigidBodyState): { rot: number; trans: number } {
  const { quaternions: q, translations } = state;
  const loss = priorLoss(problem);
  const rot2 = problem.weights.rotSmooth ** 2;
  const trans2 = problem.weights.transSmooth ** 2;
  let rot = 0;
  let trans = 0;
  for (let t = 0; t + 1 < problem.frameCount; t++) {
    rot += lossValue(loss, rot2 * quaternionGap(q, t * 4));
    let s = 0;
    for (let k = t * 3; k < t * 3 + 3; k++) s += (translations[k + 3]! - translations[k]!) ** 2;
    trans += lossValue(loss, trans2 * s);
  }
  return { rot: rot / 2, trans: trans / 2 };
}

/** |s q' - q|² of the quaternion at `at` and the next, with the sign s that makes it smaller. */
export function quaternionGap(q: Float64Array, at: number): number {
  let minus = 0;
  let plus = 0;
  for (let k = at; k < at + 4; k++) {
    minus += (q[k + 4]! - q[k]!) ** 2;
    plus += (q[k + 4]! + q[k]!) ** 2;
  }
  return Math.min(minus, plus);
}

function anchorCost(problem: RigidBodyProblem, reference: Float64Array): number {
  const loss = priorLoss(problem);
  let sum = 0;
  for (let m = 0; m < reference.length; m += 3) {
    let s = 0;
    for (let k = m; k < m + 3; k++) s += (reference[k]! - problem.anchorReference[k]!) ** 2;
    sum += lossValue(loss, problem.weights.anchor ** 2 * s);
  }
  return sum / 2;
}
