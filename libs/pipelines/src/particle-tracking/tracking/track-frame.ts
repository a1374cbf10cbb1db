import type { Targets } from '../detection/targets.js';

/** No particle of the frame before. */
export const NO_PREVIOUS = -1;
/** No particle of the frame after. */
export const NO_NEXT = -2;

/** The particles of one frame while they are linked to those of its neighbours. */
export interface TrackFrame {
  readonly frame: number;
  readonly cameraCount: number;
  count: number;
  /** x, y, z of each, mm. */
  xyzMm: Float64Array;
  /** Per particle and camera the index of the target, or -1. */
  targetsOfParticle: Int32Array;
  /** Particle of the frame before or after, NO_PREVIOUS or NO_NEXT. */
  previous: Int32Array;
  next: Int32Array;
  /** Of the link to the next: the lower the better. */
  score: Float64Array;
  /** Per camera, ordered by y. */
  readonly targets: readonly Targets[];
  /** Particles from this index on were added by tracking. */
  readonly measuredCount: number;
}

/** A frame without any links. The targets are changed where particles are added. */
export function trackFrame(
  frame: number,
  xyzMm: Float64Array,
  targetsOfParticle: Int32Array,
  targets: readonly Targets[],
): TrackFrame {
  const count = xyzMm.length / 3;
  return {
    frame,
    cameraCount: targets.length,
    count,
    xyzMm,
    targetsOfParticle,
    previous: new Int32Array(count).fill(NO_PREVIOUS),
    next: new Int32Array(count).fill(NO_NEXT),
    score: new Float64Array(count),
    targets,
    measuredCount: count,
  };
}

/** Adds a particle made of one target per camera (-1: none), which from then on belong to it. */
export function addParticle(frame: TrackFrame, xyzMm: Float64Array, targets: Int32Array): void {
  if (frame.count === frame.previous.length) enlarge(frame);
  const at = frame.count++;
  frame.xyzMm.set(xyzMm, at * 3);
  frame.previous[at] = NO_PREVIOUS;
  frame.next[at] = NO_NEXT;
  for (let c = 0; c < frame.cameraCount; c++) {
    const target = targets[c]!;
    frame.targetsOfParticle[at * frame.cameraCount + c] = target;
    if (target >= 0) frame.targets[c]!.particle[target] = at;
  }
}

function enlarge(frame: TrackFrame): void {
  const capacity = frame.count * 2 + 16;
  const copyOf = <T extends Float64Array | Int32Array>(larger: T, values: T): T => {
    larger.set(values as never);
    return larger;
  };
  frame.xyzMm = copyOf(new Float64Array(capacity * 3), frame.xyzMm);
  frame.targetsOfParticle = copyOf(new Int32Array(capacity * frame.cameraCount), frame.targetsOfParticle);
  frame.previous = copyOf(new Int32Array(capacity), frame.previous);
  frame.next = copyOf(new Int32Array(capacity), frame.next);
  frame.score = copyOf(new Float64Array(capacity), frame.score);
}
