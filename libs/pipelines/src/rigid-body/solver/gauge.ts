import { createPoseFitWorkspace, fitRotation } from '../geometry/pose-fit.js';
import { rotationMatrix } from '../geometry/quaternion.js';
import { priorLoss } from './cost.js';
import type { RigidBodyProblem, RigidBodyState } from './problem.js';

/** Turns states within the freedom that only the anchor term sees. */
export type GaugeAligner = (state: RigidBodyState) => void;

/**
 * Turning the reference geometry and all poses against each other changes no term but the anchor. The solver
 * sees that valley only through the weak anchor and would creep along it, so the best turn is taken in closed
 * form: the rotation that brings the reference nearest to the anchor reference. Under a robust loss on the
 * anchor that is not the best turn, and nothing is turned.
 */
export function createGaugeAligner(problem: RigidBodyProblem): GaugeAligner {
  const quadratic = priorLoss(problem).type === 'none';
  if (!problem.refineReference || problem.weights.anchor === 0 || !quadratic) return () => undefined;
  return (state) => turnOnto(state, problem.anchorReference);
}

/**
 * Turns the reference geometry about the origin to lie nearest to `target`, and all poses back by as much, in
 * place: every model point stays where it is.
 */
export function turnOnto(state: RigidBodyState, target: Float64Array): void {
  const turn = new Float64Array(4);
  const R = new Float64Array(9);
  fitRotation(state.reference, target, turn, createPoseFitWorkspace());
  rotationMatrix(turn, 0, R);
  const { reference, quaternions } = state;
  for (let m = 0; m < reference.length; m += 3) {
    const x = reference[m]!;
    const y = reference[m + 1]!;
    const z = reference[m + 2]!;
    for (let k = 0; k < 3; k++) reference[m + k] = R[k * 3]! * x + R[k * 3 + 1]! * y + R[k * 3 + 2]! * z;
  }
  for (let at = 0; at < quaternions.length; at += 4) multiplyInPlace(quaternions, at, turn);
}

/** q ⊗ conjugate(turn) for the quaternion at an offset. */
function multiplyInPlace(q: Float64Array, at: number, turn: Float64Array): void {
  const w = q[at]!;
  const x = q[at + 1]!;
  const y = q[at + 2]!;
  const z = q[at + 3]!;
  const bw = turn[0]!;
  const bx = -turn[1]!;
  const by = -turn[2]!;
  const bz = -turn[3]!;
  q[at] = w * bw - x * bx - y * by - z * bz;
  q[at + 1] = w * bx + x * bw + y * bz - z * by;
  q[at + 2] = w * by - x * bz + y * bw + z * bx;
  q[at + 3] = w * bz + x * by - y * bx + z * bw;
}
