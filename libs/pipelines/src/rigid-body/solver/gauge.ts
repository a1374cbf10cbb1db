import { createPoseFitWorkspace, fitRotation, type PoseFitWorkspace } from '../geometry/pose-fit.js';
import { multiply, rotationMatrix } from '../geometry/quaternion.js';
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
  const work = createPoseFitWorkspace();
  const turn = new Float64Array(4);
  return (state) => {
    fitRotation(state.reference, problem.anchorReference, turn, work);
    turnReference(state.reference, turn, work);
    const back = [turn[0]!, -turn[1]!, -turn[2]!, -turn[3]!];
    for (let at = 0; at < state.quaternions.length; at += 4) {
      state.quaternions.set(multiply(state.quaternions.subarray(at, at + 4), back), at);
    }
  };
}

function turnReference(reference: Float64Array, turn: Float64Array, work: PoseFitWorkspace): void {
  const R = work.matrix;
  rotationMatrix(turn, 0, R);
  for (let m = 0; m < reference.length; m += 3) {
    const x = reference[m]!;
    const y = reference[m + 1]!;
    const z = reference[m + 2]!;
    for (let k = 0; k < 3; k++) reference[m + k] = R[k * 3]! * x + R[k * 3 + 1]! * y + R[k * 3 + 2]! * z;
  }
}
