/**
 * Links the particles of one frame to those of the next, looking one frame further: a particle is expected where its
 * last step leads, candidates there are judged by how well a particle of the frame after continues their way, and the
 * best one is taken. Where targets without a particle speak for a place, a particle may be added there.
 */
import { type Camera, type Point2, projectPoint } from '../camera/camera.js';
import type { TrackingLimits } from './limits.js';
import { type Departure, departure, distanceMm, isPlausible, isStepAllowed, linkScore } from './motion.js';
import {
  buildParticle,
  createFound,
  createNewParticle,
  type Found,
  findParticles,
  type NewParticle,
} from './search.js';
import { addParticle, NO_NEXT, NO_PREVIOUS, type TrackFrame } from './track-frame.js';
import { isInside, type TrackedSpace } from './tracked-space.js';

/** Frames t-1, t, t+1 and t+2. */
export type FrameWindow = readonly [TrackFrame, TrackFrame, TrackFrame, TrackFrame];

export interface StepCounts {
  readonly links: number;
  readonly added: number;
}

/** What a step works with; its scratch numbers are only kept to spare memory. */
export interface Tracker {
  readonly cameras: readonly Camera[];
  readonly limits: TrackingLimits;
  readonly space: TrackedSpace;
  readonly scratch: Scratch;
}

interface Scratch {
  /** x, y, z of the particle in frames t-1, t, t+1, t+2, and where it is expected in t+1 and t+2. */
  readonly before: Float64Array;
  readonly now: Float64Array;
  readonly candidate: Float64Array;
  readonly after: Float64Array;
  readonly expected: Float64Array;
  readonly expectedAfter: Float64Array;
  readonly centresPx: Float64Array;
  readonly first: Found;
  readonly second: Found;
  readonly built: NewParticle;
  readonly step: Departure;
  readonly stepAfter: Departure;
  best: number;
  bestScore: number;
}

export function createTracker(
  cameras: readonly Camera[],
  limits: TrackingLimits,
  space: TrackedSpace,
): Tracker {
  const place = () => new Float64Array(3);
  const scratch: Scratch = {
    before: place(),
    now: place(),
    candidate: place(),
    after: place(),
    expected: place(),
    expectedAfter: place(),
    centresPx: new Float64Array(cameras.length * 2),
    first: createFound(cameras.length),
    second: createFound(cameras.length),
    built: createNewParticle(cameras.length),
    step: { acceleration: 0, angle: 0 },
    stepAfter: { acceleration: 0, angle: 0 },
    best: NO_NEXT,
    bestScore: Number.POSITIVE_INFINITY,
  };
  return { cameras, limits, space, scratch };
}

/** Links frame t to frame t+1; may add particles to t+1 and t+2. */
export function stepForward(tracker: Tracker, window: FrameWindow): StepCounts {
  const [, current, next] = window;
  const { scratch } = tracker;
  let added = 0;
  for (let h = 0; h < current.count; h++) {
    scratch.best = NO_NEXT;
    scratch.bestScore = Number.POSITIVE_INFINITY;
    added += seekNext(tracker, window, h);
    current.next[h] = scratch.best;
    current.score[h] = scratch.bestScore;
  }
  return { links: decideLinks(current, next), added };
}

const point: Point2 = { x: 0, y: 0 };

/** Looks for the best next of particle h; returns how many particles were added. */
function seekNext(tracker: Tracker, window: FrameWindow, h: number): number {
  const { cameras, limits, scratch } = tracker;
  const [previous, current, next, following] = window;
  const { before, now, candidate, expected, centresPx, first } = scratch;
  const last = current.previous[h]!;
  copyPlace(current, h, now);
  if (last >= 0) copyPlace(previous, last, before);
  for (let k = 0; k < 3; k++) expected[k] = last >= 0 ? 2 * now[k]! - before[k]! : now[k]!;
  for (let c = 0; c < cameras.length; c++) {
    const target = last >= 0 ? -1 : current.targetsOfParticle[h * cameras.length + c]!;
    if (target >= 0) setCentre(centresPx, c, current.targets[c]!.x[target]!, current.targets[c]!.y[target]!);
    else project(cameras, expected, c, centresPx);
  }
  findParticles(cameras, limits, next, expected, centresPx, first);
  if (first.count === 0 && last < 0) return 0;
  let added = 0;
  for (let i = 0; i < first.count; i++) {
    copyPlace(next, first.particles[i]!, candidate);
    added += judgeCandidate(tracker, following, last >= 0, first.particles[i]!, first.cameras[i]!);
  }
  if (first.count > 0 && scratch.best === NO_NEXT && last >= 0 && limits.adding === 'on') {
    added += addNext(tracker, next);
  }
  return added;
}

/** Judges a candidate by what continues its way; returns how many particles were added. */
function judgeCandidate(
  tracker: Tracker,
  following: TrackFrame,
  hasPrevious: boolean,
  particle: number,
  seenBy: number,
): number {
  const { cameras, limits, scratch, space } = tracker;
  const { before, now, candidate, after, expectedAfter, centresPx, second, built } = scratch;
  for (let k = 0; k < 3; k++) {
    const straight = 2 * candidate[k]! - now[k]!;
    expectedAfter[k] = hasPrevious ? 0.5 * (5 * candidate[k]! - 4 * now[k]! + before[k]!) : straight;
  }
  for (let c = 0; c < cameras.length; c++) project(cameras, expectedAfter, c, centresPx);
  findParticles(cameras, limits, following, expectedAfter, centresPx, second);
  for (let i = 0; i < second.count; i++) {
    copyPlace(following, second.particles[i]!, after);
    if (!isStepAllowed(limits, candidate, after)) continue;
    judgeTwoSteps(tracker, hasPrevious ? 'both' : 'second', particle, seenBy + second.cameras[i]!);
  }
  let added = 0;
  buildParticle(cameras, following, expectedAfter, built);
  if (built.seenBy >= 2) {
    after.set(built.xyzMm);
    // The step is taken backwards here: limits that are not symmetric have always been applied so.
    if (isInside(space, after) && isStepAllowed(limits, after, candidate)) {
      // Judged by the second step alone, as established results are.
      const plausible = judgeTwoSteps(tracker, 'second', particle, seenBy + built.seenBy);
      if (plausible && limits.adding === 'on') {
        addParticle(following, built.xyzMm, built.targets);
        added++;
      }
    }
  }
  if (scratch.best === NO_NEXT && hasPrevious) judgeOneStep(tracker, particle, seenBy);
  return added;
}

/** Judges the way over `candidate` to `after`, by the departure of one or both steps; whether it is plausible. */
function judgeTwoSteps(tracker: Tracker, by: 'second' | 'both', particle: number, seenBy: number): boolean {
  const { limits, scratch } = tracker;
  const { now, candidate, after, expected, expectedAfter, step, stepAfter } = scratch;
  departure(candidate, expectedAfter, after, stepAfter);
  if (by === 'both') {
    departure(now, expected, candidate, step);
    stepAfter.acceleration = (step.acceleration + stepAfter.acceleration) / 2;
    stepAfter.angle = (step.angle + stepAfter.angle) / 2;
  }
  if (!isPlausible(limits, stepAfter)) return false;
  const meanStepMm = (distanceMm(now, candidate) + distanceMm(candidate, after)) / 2;
  propose(scratch, particle, linkScore(limits, meanStepMm, stepAfter, seenBy));
  return true;
}

/** Judges the step to `candidate` alone, by the step before; whether it is plausible. */
function judgeOneStep(tracker: Tracker, particle: number, seenBy: number): boolean {
  const { limits, scratch } = tracker;
  const { before, now, candidate, expected, step } = scratch;
  if (!isStepAllowed(limits, now, candidate)) return false;
  departure(now, expected, candidate, step);
  if (!isPlausible(limits, step)) return false;
  const meanStepMm = (distanceMm(now, candidate) + distanceMm(before, now)) / 2;
  propose(scratch, particle, linkScore(limits, meanStepMm, step, seenBy));
  return true;
}

/** Makes the next particle from targets near where it is expected; returns how many were added. */
function addNext(tracker: Tracker, next: TrackFrame): number {
  const { cameras, space, scratch } = tracker;
  const { expected, candidate, built } = scratch;
  buildParticle(cameras, next, expected, built);
  if (built.seenBy < 2 || !isInside(space, built.xyzMm)) return 0;
  candidate.set(built.xyzMm);
  if (!judgeOneStep(tracker, next.count, built.seenBy)) return 0;
  addParticle(next, built.xyzMm, built.targets);
  return 1;
}

function propose(scratch: Scratch, particle: number, score: number): void {
  if (!(score < scratch.bestScore)) return;
  scratch.best = particle;
  scratch.bestScore = score;
}

/** Of two particles that want the same next the one with the lower score keeps it; returns the links made. */
function decideLinks(current: TrackFrame, next: TrackFrame): number {
  let links = 0;
  for (let h = 0; h < current.count; h++) {
    const wanted = current.next[h]!;
    if (wanted === NO_NEXT) continue;
    const rival = next.previous[wanted]!;
    if (rival === NO_PREVIOUS || current.score[rival]! > current.score[h]!) {
      if (rival !== NO_PREVIOUS) current.next[rival] = NO_NEXT;
      next.previous[wanted] = h;
      links++;
    } else current.next[h] = NO_NEXT;
  }
  return links;
}

function copyPlace(frame: TrackFrame, particle: number, out: Float64Array): void {
  const { xyzMm } = frame;
  out[0] = xyzMm[particle * 3]!;
  out[1] = xyzMm[particle * 3 + 1]!;
  out[2] = xyzMm[particle * 3 + 2]!;
}

function project(
  cameras: readonly Camera[],
  place: Float64Array,
  camera: number,
  centresPx: Float64Array,
): void {
  projectPoint(cameras[camera]!, place[0]!, place[1]!, place[2]!, point);
  setCentre(centresPx, camera, point.x, point.y);
}

function setCentre(centresPx: Float64Array, camera: number, x: number, y: number): void {
  centresPx[camera * 2] = x;
  centresPx[camera * 2 + 1] = y;
}
