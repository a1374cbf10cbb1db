import type { Camera } from '../camera/camera.js';
import { type Point2, projectPoint } from '../camera/camera.js';
import type { TrackingLimits } from './limits.js';
import { type Departure, departure, distanceMm, isPlausible, isStepAllowed, linkScore } from './motion.js';
import { createFound, findParticles } from './search.js';
import { NO_NEXT, NO_PREVIOUS, type TrackFrame } from './track-frame.js';

export interface BackwardTracking {
  readonly cameras: readonly Camera[];
  readonly limits: TrackingLimits;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly signal: AbortSignal;
  /** A frame with its links. */
  read(frame: number): Promise<TrackFrame>;
  write(frame: TrackFrame): Promise<void>;
}

/**
 * Goes from the last frame to the first and gives tracks that begin within the sequence a particle before, where one
 * lies on their way that belongs to no track yet. Adds no particles. Returns how many links were made.
 */
export async function trackBackward(job: BackwardTracking): Promise<number> {
  let made = 0;
  if (job.lastFrame - job.firstFrame < 2) return made;
  let after = await job.read(job.lastFrame);
  let current = await job.read(job.lastFrame - 1);
  for (let frame = job.lastFrame - 1; frame > job.firstFrame; frame--) {
    job.signal.throwIfAborted();
    const before = await job.read(frame - 1);
    made += stepBackward(job, after, current, before);
    await job.write(current);
    [after, current] = [current, before];
  }
  await job.write(current);
  return made;
}

interface Wish {
  readonly particle: number;
  readonly wanted: number;
  readonly score: number;
}

function stepBackward(
  job: BackwardTracking,
  after: TrackFrame,
  current: TrackFrame,
  before: TrackFrame,
): number {
  const wishes: Wish[] = [];
  for (let h = 0; h < current.count; h++) {
    if (current.next[h]! < 0 || current.previous[h] !== NO_PREVIOUS) continue;
    const wish = seekPrevious(job, after, current, before, h);
    if (wish !== null) wishes.push(wish);
  }
  wishes.sort((a, b) => a.score - b.score || a.particle - b.particle);
  let made = 0;
  for (const { particle, wanted } of wishes) {
    if (before.next[wanted] !== NO_NEXT) continue;
    before.next[wanted] = particle;
    current.previous[particle] = wanted;
    made++;
  }
  return made;
}

const point: Point2 = { x: 0, y: 0 };

/** The best particle before of particle h, expected where its next step leads backwards. */
function seekPrevious(
  { cameras, limits }: BackwardTracking,
  after: TrackFrame,
  current: TrackFrame,
  before: TrackFrame,
  h: number,
): Wish | null {
  const now = placeOf(current, h);
  const following = placeOf(after, current.next[h]!);
  const expected = now.map((value, k) => 2 * value - following[k]!);
  const centresPx = new Float64Array(cameras.length * 2);
  cameras.forEach((camera, c) => {
    projectPoint(camera, expected[0]!, expected[1]!, expected[2]!, point);
    centresPx[c * 2] = point.x;
    centresPx[c * 2 + 1] = point.y;
  });
  const found = createFound(cameras.length);
  findParticles(cameras, limits, before, expected, centresPx, found);
  const change: Departure = { acceleration: 0, angle: 0 };
  let best: Wish | null = null;
  for (let i = 0; i < found.count; i++) {
    const wanted = found.particles[i]!;
    const candidate = placeOf(before, wanted);
    if (before.next[wanted] !== NO_NEXT || !isStepAllowed(limits, candidate, now)) continue;
    departure(now, expected, candidate, change);
    if (!isPlausible(limits, change)) continue;
    const meanStepMm = (distanceMm(now, candidate) + distanceMm(following, now)) / 2;
    const score = linkScore(limits, meanStepMm, change, found.cameras[i]!);
    if (best === null || score < best.score) best = { particle: h, wanted, score };
  }
  return best;
}

function placeOf({ xyzMm }: TrackFrame, particle: number): Float64Array {
  return xyzMm.slice(particle * 3, particle * 3 + 3);
}
