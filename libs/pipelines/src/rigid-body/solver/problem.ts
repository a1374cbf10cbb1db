/**
 * The least-squares problem of one rigid body seen over time. Everything in here is plain typed arrays:
 * frame t, marker m, coordinate k of `points` stands at `(t * markerCount + m) * 3 + k`.
 */
import type { Loss } from './loss.js';

/** Weights multiply residuals, so they enter the cost squared. */
export interface SolverWeights {
  readonly data: number;
  readonly rigid: number;
  readonly soft: number;
  readonly rotSmooth: number;
  readonly transSmooth: number;
  readonly anchor: number;
}

/** Pairs of marker indices with the distance wanted between them, in the unit of the points. */
export interface EdgeSet {
  /** `first` of edge e at 2e, `second` at 2e + 1. */
  readonly pairs: Int32Array;
  readonly targets: Float64Array;
}

/**
 * Where the body's origin lies: at the centroid of its reference geometry, or (`classic`) wherever the
 * translation smoothness pulls it, as in the original formulation.
 */
export type Gauge = 'centroid' | 'classic';

/** Which terms the robust loss wraps: every block, or only those with measurements in them. */
export type LossScope = 'all' | 'data';

export interface RigidBodyProblem {
  readonly frameCount: number;
  readonly markerCount: number;
  /** Measured points; NaN where a marker was not seen. */
  readonly points: Float64Array;
  readonly rigidEdges: EdgeSet;
  /** Distance from the model point of the first to the measured point of the second marker. */
  readonly softEdges: EdgeSet;
  readonly weights: SolverWeights;
  readonly loss: Loss;
  readonly lossScope: LossScope;
  readonly gauge: Gauge;
  /** False holds the reference geometry as it is and solves for poses only. */
  readonly refineReference: boolean;
  /** Reference geometry to which the anchor term ties the solution; length 3 × markerCount. */
  readonly anchorReference: Float64Array;
}

/** The unknowns: model point of marker m in frame t is R(q_t) X_m + T_t. */
export interface RigidBodyState {
  /** Unit quaternions w, x, y, z; 4 × frameCount. */
  readonly quaternions: Float64Array;
  /** 3 × frameCount. */
  readonly translations: Float64Array;
  /** X; 3 × markerCount. */
  readonly reference: Float64Array;
}

export function copyState(state: RigidBodyState): RigidBodyState {
  return {
    quaternions: state.quaternions.slice(),
    translations: state.translations.slice(),
    reference: state.reference.slice(),
  };
}

/** Moves the reference geometry so that its centroid lies at the origin, in place. */
export function centreReference(reference: Float64Array): void {
  const markerCount = reference.length / 3;
  for (let k = 0; k < 3; k++) {
    let sum = 0;
    for (let m = 0; m < markerCount; m++) sum += reference[m * 3 + k]!;
    for (let m = 0; m < markerCount; m++) reference[m * 3 + k]! -= sum / markerCount;
  }
}
