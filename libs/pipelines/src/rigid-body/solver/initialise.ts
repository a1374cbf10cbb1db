import { medianDistanceMatrix } from '../geometry/distances.js';
import { medianInPlace } from '../geometry/median.js';
import { createPoseFitWorkspace, fitPose } from '../geometry/pose-fit.js';
import { makeContinuous, slerp } from '../geometry/quaternion.js';
import { pointsFromDistances } from '../geometry/scaling.js';
import { centreReference, type RigidBodyState } from './problem.js';

/** How the solver starts: from a fit of every frame, or from the pose of no rotation in every frame. */
export type Initialisation = 'kabsch' | 'identity';

/**
 * A starting state for points of frameCount × markerCount × 3 numbers (NaN where not seen).
 * `kabsch`: geometry from the median distances, each frame fitted to it. `identity`: geometry from the median
 * position of each marker, no rotation, translations to the centroids.
 */
export function initialise(points: Float64Array, markerCount: number, kind: Initialisation): RigidBodyState {
  return kind === 'kabsch' ? kabschStart(points, markerCount) : identityStart(points, markerCount);
}

function kabschStart(points: Float64Array, markerCount: number): RigidBodyState {
  const shape = pointsFromDistances(medianDistanceMatrix(points, markerCount), markerCount);
  const mirrored = shape.map((value, i) => (i % 3 === 2 ? -value : value));
  const straight = fitAllFrames(points, markerCount, shape);
  // A body in a plane is its own mirror image: then the two fits are equally good and either will do.
  const other = fitAllFrames(points, markerCount, mirrored);
  return other.squares < straight.squares ? other.state : straight.state;
}

/** Poses of all frames for a given geometry; frames that show fewer than 3 markers are interpolated. */
export function fitAllFrames(
  points: Float64Array,
  markerCount: number,
  reference: Float64Array,
): { state: RigidBodyState; squares: number } {
  const frameCount = points.length / (markerCount * 3);
  const quaternions = new Float64Array(frameCount * 4);
  const translations = new Float64Array(frameCount * 3);
  const work = createPoseFitWorkspace();
  const fitted: number[] = [];
  let squares = 0;
  for (let t = 0; t < frameCount; t++) {
    const offset = t * markerCount * 3;
    const sum = fitPose(reference, points, offset, quaternions, t * 4, translations, t * 3, work);
    if (Number.isNaN(sum)) continue;
    squares += sum;
    fitted.push(t);
  }
  const state = { quaternions, translations, reference };
  if (fitted.length === 0) return { state: identityStart(points, markerCount), squares };
  interpolatePoses(state, fitted);
  makeContinuous(quaternions);
  return { state, squares };
}

/** Fills the poses between fitted frames by slerp and straight lines, those outside from the nearest. */
function interpolatePoses(state: RigidBodyState, fitted: readonly number[]): void {
  const { quaternions: q, translations } = state;
  const frameCount = q.length / 4;
  let next = 0;
  for (let t = 0; t < frameCount; t++) {
    while (next < fitted.length && fitted[next]! < t) next++;
    if (fitted[next] === t) continue;
    const from = fitted[Math.max(0, next - 1)]!;
    const to = fitted[Math.min(next, fitted.length - 1)]!;
    const share = to > from ? (t - from) / (to - from) : 0;
    slerp(q, from * 4, q, to * 4, share, q, t * 4);
    for (let k = 0; k < 3; k++) {
      const a = translations[from * 3 + k]!;
      translations[t * 3 + k] = a + share * (translations[to * 3 + k]! - a);
    }
  }
}

function identityStart(points: Float64Array, markerCount: number): RigidBodyState {
  const frameCount = points.length / (markerCount * 3);
  const reference = new Float64Array(markerCount * 3);
  for (let i = 0; i < reference.length; i++) {
    const values = new Float64Array(frameCount);
    let count = 0;
    for (let t = 0; t < frameCount; t++) {
      const value = points[t * reference.length + i]!;
      if (!Number.isNaN(value)) values[count++] = value;
    }
    reference[i] = medianInPlace(values.subarray(0, count));
  }
  centreReference(reference);
  const quaternions = new Float64Array(frameCount * 4);
  const translations = new Float64Array(frameCount * 3);
  const fitted: number[] = [];
  for (let t = 0; t < frameCount; t++) {
    quaternions[t * 4] = 1;
    if (meanOffset(points, t, reference, translations)) fitted.push(t);
  }
  const state = { quaternions, translations, reference };
  if (fitted.length > 0) interpolatePoses(state, fitted);
  return state;
}

/** Mean over the seen markers of measured minus reference: the centroid where all were seen. */
function meanOffset(
  points: Float64Array,
  t: number,
  reference: Float64Array,
  translations: Float64Array,
): boolean {
  const offset = t * reference.length;
  let seen = 0;
  const sum = [0, 0, 0];
  for (let m = 0; m < reference.length; m += 3) {
    if (Number.isNaN(points[offset + m]!)) continue;
    seen++;
    for (let k = 0; k < 3; k++) sum[k]! += points[offset + m + k]! - reference[m + k]!;
  }
  for (let k = 0; k < 3 && seen > 0; k++) translations[t * 3 + k] = sum[k]! / seen;
  return seen > 0;
}
