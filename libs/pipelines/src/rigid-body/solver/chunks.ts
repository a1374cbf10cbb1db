import { slerp } from '../geometry/quaternion.js';
import { evaluateCost } from './cost.js';
import { turnOnto } from './gauge.js';
import { type Solution, type SolverOptions, solveRigidBody } from './levenberg-marquardt.js';
import { copyState, type RigidBodyProblem, type RigidBodyState } from './problem.js';

/** Frames `start` (inside) to `end` (outside). */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

export interface ChunkPlan {
  readonly chunkSize: number;
  readonly overlap: number;
  readonly blendWindow: number;
  readonly minChunk: number;
}

/**
 * Overlapping chunks of a recording; a single one unless it is longer than a chunk and the shortest chunk
 * together. A rest that is too short joins the chunk before it.
 */
export function planChunks(frameCount: number, plan: ChunkPlan): Chunk[] {
  if (frameCount <= plan.chunkSize + plan.minChunk) return [{ start: 0, end: frameCount }];
  const chunks: Chunk[] = [];
  const stride = plan.chunkSize - plan.overlap;
  for (let start = 0; ; start += stride) {
    const end = Math.min(start + plan.chunkSize, frameCount);
    const rest = frameCount - (start + stride);
    const last = end === frameCount || rest < plan.minChunk;
    chunks.push({ start, end: last ? frameCount : end });
    if (last) return chunks;
  }
}

/**
 * Solves a long recording in chunks, blends them and solves the whole from the blend. So the result is a
 * minimum of the whole problem: no jump at the seams, one reference geometry, and costs of the whole problem.
 * Chunks keep their origin at the centroid whatever the gauge: each would drift to an origin of its own.
 */
export async function solveInChunks(
  problem: RigidBodyProblem,
  start: RigidBodyState,
  chunks: readonly Chunk[],
  plan: ChunkPlan,
  options: SolverOptions,
): Promise<Solution> {
  if (chunks.length === 1) return solveRigidBody(problem, start, options);
  const parts: RigidBodyState[] = [];
  let iterations = 0;
  for (const chunk of chunks) {
    const part = await solveRigidBody(chunkProblem(problem, chunk), sliceState(start, chunk), options);
    iterations += part.iterations;
    parts.push(part.state);
  }
  const blended = blendChunks(parts, chunks, plan.blendWindow, start.reference);
  const whole = await solveRigidBody(problem, blended, options);
  return { ...whole, initialCost: evaluateCost(problem, start), iterations: iterations + whole.iterations };
}

/** The problem of the chunk's frames alone. */
export function chunkProblem(problem: RigidBodyProblem, { start, end }: Chunk): RigidBodyProblem {
  const width = problem.markerCount * 3;
  const points = problem.points.subarray(start * width, end * width);
  return { ...problem, frameCount: end - start, points, gauge: 'centroid' };
}

/** A copy of the chunk's part of a state. */
export function sliceState(state: RigidBodyState, { start, end }: Chunk): RigidBodyState {
  return {
    quaternions: state.quaternions.slice(start * 4, end * 4),
    translations: state.translations.slice(start * 3, end * 3),
    reference: state.reference.slice(),
  };
}

/**
 * Joins the poses of overlapping chunks: all are first expressed for one common reference geometry (the mean
 * of the chunks' after turning each onto `target`), then faded over the blend window in the middle of each
 * overlap with a cosine weight, by slerp and straight lines.
 */
export function blendChunks(
  parts: readonly RigidBodyState[],
  chunks: readonly Chunk[],
  blendWindow: number,
  target: Float64Array,
): RigidBodyState {
  const frameCount = chunks.at(-1)!.end;
  const reference = new Float64Array(target.length);
  const quaternions = new Float64Array(frameCount * 4);
  const translations = new Float64Array(frameCount * 3);
  parts.forEach((part, c) => {
    const turned = copyState(part);
    turnOnto(turned, target);
    for (let i = 0; i < reference.length; i++) reference[i]! += turned.reference[i]! / parts.length;
    const { start, end } = chunks[c]!;
    const before = c > 0 ? chunks[c - 1]!.end : start;
    const window = Math.min(blendWindow, before - start);
    const middle = (start + before) / 2;
    for (let t = start; t < end; t++) {
      const share = c === 0 ? 1 : fade(t + 0.5, middle - window / 2, window);
      const from = t - start;
      if (share <= 0) continue;
      if (share >= 1) {
        quaternions.set(turned.quaternions.subarray(from * 4, from * 4 + 4), t * 4);
        translations.set(turned.translations.subarray(from * 3, from * 3 + 3), t * 3);
        continue;
      }
      slerp(quaternions, t * 4, turned.quaternions, from * 4, share, quaternions, t * 4);
      for (let k = 0; k < 3; k++) {
        const old = translations[t * 3 + k]!;
        translations[t * 3 + k] = old + share * (turned.translations[from * 3 + k]! - old);
      }
    }
  });
  return { quaternions, translations, reference };
}

/** (1 - cos(pi u)) / 2 over the window, 0 before and 1 after it. */
function fade(t: number, begin: number, window: number): number {
  const u = window > 0 ? (t - begin) / window : Number(t >= begin);
  return (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, u)))) / 2;
}
