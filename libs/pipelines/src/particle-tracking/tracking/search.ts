/** Looks for particles, or for targets without a particle, around a place in space, through the pictures. */
import { type Camera, type Point2, pixelToFlat, projectPoint, type Ray, traceRay } from '../camera/camera.js';
import type { Targets } from '../detection/targets.js';
import { meetRays } from '../matching/positions.js';
import type { TrackingLimits } from './limits.js';
import type { TrackFrame } from './track-frame.js';

// Looked up once: in the innermost loops that is felt.
const { max, min, sqrt } = Math;

/** Nearest targets that are looked at in each camera. */
const PER_CAMERA = 4;
/** How far a target may be from where a new particle would appear, px. */
const NEW_PARTICLE_PX = 3;
/** Cameras that must agree on a particle. */
const LEAST_CAMERAS = 2;
/** Tracking undoes distortion by half a step only: a larger tolerance than any step, mm. */
const ROUGH_MM = 10_000;

/** Particles found, best first: `particles[i]` was seen by `cameras[i]` cameras. */
export interface Found {
  count: number;
  readonly particles: Int32Array;
  readonly cameras: Int32Array;
}

export function createFound(cameraCount: number): Found {
  const size = cameraCount * PER_CAMERA;
  return { count: 0, particles: new Int32Array(size), cameras: new Int32Array(size) };
}

const point: Point2 = { x: 0, y: 0 };
const nearest = new Int32Array(PER_CAMERA);
const nearestPx = new Float64Array(PER_CAMERA);

/**
 * Particles of a frame that appear, in at least two cameras if any does, among the nearest targets within the picture of the box
 * of allowed steps around a place.
 * @param centre the place: x, y, z in mm
 * @param centresPx where it is looked for in each camera: x, y
 */
export function findParticles(
  cameras: readonly Camera[],
  limits: TrackingLimits,
  frame: TrackFrame,
  centre: Float64Array,
  centresPx: Float64Array,
  found: Found,
): void {
  const { particles, cameras: seen } = found;
  let count = 0;
  for (let c = 0; c < cameras.length; c++) {
    const targets = frame.targets[c]!;
    const here = nearestInBox(cameras[c]!, limits, targets, centre, centresPx[c * 2]!, centresPx[c * 2 + 1]!);
    for (let i = 0; i < here; i++) {
      const particle = targets.particle[nearest[i]!]!;
      let at = 0;
      while (at < count && particles[at] !== particle) at++;
      if (at === count) {
        particles[count] = particle;
        seen[count++] = 1;
      } else seen[at]!++;
    }
  }
  found.count = orderBySeen(particles, seen, count);
}

/**
 * Orders by falling number of cameras, equal ones as they came. Returns how many enough cameras saw; where there is
 * none, the first one counts nevertheless.
 */
function orderBySeen(particles: Int32Array, seen: Int32Array, count: number): number {
  for (let i = 1; i < count; i++) {
    const [particle, cameras] = [particles[i]!, seen[i]!];
    let at = i;
    for (; at > 0 && seen[at - 1]! < cameras; at--) {
      particles[at] = particles[at - 1]!;
      seen[at] = seen[at - 1]!;
    }
    particles[at] = particle;
    seen[at] = cameras;
  }
  let kept = count;
  while (kept > 1 && seen[kept - 1]! < LEAST_CAMERAS) kept--;
  return kept;
}

/** Fills `nearest` with targets that belong to a particle, nearest first, and returns their number. */
function nearestInBox(
  camera: Camera,
  limits: TrackingLimits,
  targets: Targets,
  centre: Float64Array,
  centreX: number,
  centreY: number,
): number {
  const { widthPx, heightPx } = camera.sensor;
  // `!` of a comparison would let a NaN, of a place that cannot be seen, pass.
  if (!(centreX >= 0 && centreX <= widthPx && centreY >= 0 && centreY <= heightPx)) return 0;
  let [left, right, top, bottom] = [widthPx, 0, heightPx, 0];
  const { minStepMm: low, maxStepMm: high } = limits;
  for (let corner = 0; corner < 8; corner++) {
    const x = centre[0]! + (corner & 1 ? high[0] : low[0]);
    const y = centre[1]! + (corner & 2 ? high[1] : low[1]);
    const z = centre[2]! + (corner & 4 ? high[2] : low[2]);
    projectPoint(camera, x, y, z, point);
    if (point.x < left) left = point.x;
    if (point.x > right) right = point.x;
    if (point.y < top) top = point.y;
    if (point.y > bottom) bottom = point.y;
  }
  projectPoint(camera, centre[0]!, centre[1]!, centre[2]!, point);
  const [shiftX, shiftY] = [centreX - point.x, centreY - point.y];
  return nearestWithin(
    targets,
    centreX,
    centreY,
    max(0, max(0, left) + shiftX),
    min(widthPx, min(widthPx, right) + shiftX),
    max(0, max(0, top) + shiftY),
    min(heightPx, min(heightPx, bottom) + shiftY),
  );
}

function nearestWithin(
  { count, x, y, particle }: Targets,
  centreX: number,
  centreY: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  let kept = 0;
  for (let j = firstBelow(y, count, top); j < count && y[j]! < bottom; j++) {
    if (particle[j]! < 0 || x[j]! <= left || x[j]! >= right) continue;
    const distance = sqrt((x[j]! - centreX) ** 2 + (y[j]! - centreY) ** 2);
    let at = kept;
    while (at > 0 && distance < nearestPx[at - 1]!) at--;
    if (at === PER_CAMERA) continue;
    if (kept < PER_CAMERA) kept++;
    for (let k = kept - 1; k > at; k--) {
      nearest[k] = nearest[k - 1]!;
      nearestPx[k] = nearestPx[k - 1]!;
    }
    nearest[at] = j;
    nearestPx[at] = distance;
  }
  return kept;
}

/** First of the rising values that is above the bound. */
function firstBelow(y: Float64Array, count: number, top: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (y[middle]! > top) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A particle that could be: one target per camera (-1: none), and where their rays meet. */
export interface NewParticle {
  /** Cameras that have a target for it. */
  seenBy: number;
  readonly targets: Int32Array;
  readonly xyzMm: Float64Array;
}

export function createNewParticle(cameraCount: number): NewParticle {
  return { seenBy: 0, targets: new Int32Array(cameraCount), xyzMm: new Float64Array(3) };
}

const rays: Ray[] = Array.from({ length: 4 }, () => ({ values: new Float64Array(6) }));
const seenRays: Ray[] = [];

/** Builds a particle from targets without one, the nearest in each camera to where `place` (mm) appears. */
export function buildParticle(
  cameras: readonly Camera[],
  frame: TrackFrame,
  place: Float64Array,
  result: NewParticle,
): void {
  seenRays.length = 0;
  for (let c = 0; c < cameras.length; c++) {
    const camera = cameras[c]!;
    const targets = frame.targets[c]!;
    projectPoint(camera, place[0]!, place[1]!, place[2]!, point);
    const target = nearestFree(camera, targets, point.x, point.y);
    result.targets[c] = target;
    if (target < 0) continue;
    pixelToFlat(camera, targets.x[target]!, targets.y[target]!, ROUGH_MM, point);
    const ray = rays[seenRays.length]!;
    traceRay(camera, point.x, point.y, ray);
    seenRays.push(ray);
  }
  result.seenBy = seenRays.length;
  if (seenRays.length >= LEAST_CAMERAS) meetRays(seenRays, result.xyzMm, 0);
}

function nearestFree(
  { sensor }: Camera,
  { count, x, y, particle }: Targets,
  atX: number,
  atY: number,
): number {
  const { widthPx, heightPx } = sensor;
  if (!(atX >= 0 && atX <= widthPx && atY >= 0 && atY <= heightPx)) return -1;
  const [left, right] = [max(0, atX - NEW_PARTICLE_PX), min(widthPx, atX + NEW_PARTICLE_PX)];
  const [top, bottom] = [max(0, atY - NEW_PARTICLE_PX), min(heightPx, atY + NEW_PARTICLE_PX)];
  let best = -1;
  let bestPx = Number.POSITIVE_INFINITY;
  for (let j = firstBelow(y, count, top); j < count && y[j]! < bottom; j++) {
    if (particle[j]! >= 0 || x[j]! <= left || x[j]! >= right) continue;
    const distance = sqrt((x[j]! - atX) ** 2 + (y[j]! - atY) ** 2);
    if (distance < bestPx) [best, bestPx] = [j, distance];
  }
  return best;
}
