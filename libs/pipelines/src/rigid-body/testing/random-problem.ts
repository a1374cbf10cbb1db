import { seededRandom } from '../../execution/random.js';
import { normalise } from '../geometry/quaternion.js';
import { noLoss } from '../solver/loss.js';
import type { RigidBodyProblem, RigidBodyState } from '../solver/problem.js';

/** A small problem away from any minimum, with a gap, a soft edge and all weights in play. */
export function randomProblem(
  overrides: Partial<RigidBodyProblem> = {},
  seed = 'problem',
): { readonly problem: RigidBodyProblem; readonly state: RigidBodyState } {
  const random = seededRandom(seed);
  const numbers = (n: number) => Float64Array.from({ length: n }, () => 2 * random() - 1);
  const [frameCount, markerCount] = [4, 5];
  const points = numbers(frameCount * markerCount * 3);
  points.fill(Number.NaN, 21, 24);
  const state = {
    quaternions: numbers(frameCount * 4),
    translations: numbers(frameCount * 3),
    reference: numbers(markerCount * 3),
  };
  for (let t = 0; t < frameCount; t++) normalise(state.quaternions, t * 4);
  const problem: RigidBodyProblem = {
    frameCount,
    markerCount,
    points,
    rigidEdges: { pairs: Int32Array.of(0, 1, 1, 2, 3, 4), targets: Float64Array.of(0.7, 1.1, 0.4) },
    softEdges: { pairs: Int32Array.of(0, 3, 2, 1), targets: Float64Array.of(0.5, 0.9) },
    weights: { data: 2, rigid: 3, soft: 1.5, rotSmooth: 2.5, transSmooth: 1.2, anchor: 0.8 },
    loss: noLoss,
    lossScope: 'all',
    gauge: 'classic',
    refineReference: true,
    anchorReference: numbers(markerCount * 3),
    ...overrides,
  };
  return { problem, state };
}

/** Dense copy of a bordered system's matrix, and its right-hand side, poses first. */
export function denseSystem(system: import('../solver/bordered-system.js').BorderedSystem): {
  readonly matrix: number[][];
  readonly gradient: number[];
} {
  const poses = system.frameCount * 6;
  const K = system.borderSize;
  const matrix = Array.from({ length: poses + K }, () => new Array<number>(poses + K).fill(0));
  const set = (i: number, j: number, value: number) => {
    matrix[i]![j] = value;
    matrix[j]![i] = value;
  };
  for (let t = 0; t < system.frameCount; t++) {
    for (let r = 0; r < 6; r++) {
      for (let c = 0; c < 6; c++) {
        set(t * 6 + r, t * 6 + c, system.diagonal[t * 36 + r * 6 + c]!);
        if (t + 1 < system.frameCount) set(t * 6 + r, t * 6 + 6 + c, system.upper[t * 36 + r * 6 + c]!);
      }
      for (let c = 0; c < K; c++) set(t * 6 + r, poses + c, system.border[(t * 6 + r) * K + c]!);
    }
  }
  for (let r = 0; r < K; r++)
    for (let c = 0; c < K; c++) set(poses + r, poses + c, system.corner[r * K + c]!);
  return { matrix, gradient: [...system.gradient, ...system.borderGradient] };
}
