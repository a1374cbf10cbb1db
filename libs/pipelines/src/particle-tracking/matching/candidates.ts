import { type Camera, type Point2, pixelToFlat } from '../camera/camera.js';
import { FLATTEN_TOLERANCE_MM } from '../camera/distortion.js';
import { epipolarSegment, type Volume } from '../camera/epipolar.js';
import type { FlatTargets } from './flat-targets.js';

// Looked up once: in the innermost loops that is felt.
const { abs, max, min, sqrt } = Math;

/** What two targets of different cameras must have in common to be the same particle. */
export interface MatchLimits {
  /** Distance from the epipolar line, mm on the sensor. */
  readonly bandMm: number;
  /** Smaller over larger of the numbers of pixels, of the widths, of the heights, of the sums of grey. */
  readonly minPixelRatio: number;
  readonly minWidthRatio: number;
  readonly minHeightRatio: number;
  readonly minGreyRatio: number;
  /** Score that a group of targets must exceed. */
  readonly minScore: number;
}

/** For each target of one camera its candidates in another: those of target i are at `start[i]` to before `start[i+1]`. */
export interface Candidates {
  readonly start: Int32Array;
  other: Int32Array;
  /** Likeness of the two targets. */
  likeness: Float64Array;
  /** From the epipolar line, mm. */
  distance: Float64Array;
}

const MOST_CANDIDATES = 200;
const segment = new Float64Array(4);

/** Candidates in camera `to` for all targets of camera `from`. */
export function findCandidates(
  [from, to]: readonly [Camera, Camera],
  [given, searched]: readonly [FlatTargets, FlatTargets],
  volume: Volume,
  limits: MatchLimits,
): Candidates {
  const candidates: Candidates = {
    start: new Int32Array(given.count + 1),
    other: new Int32Array(given.count * 8 + 16),
    likeness: new Float64Array(given.count * 8 + 16),
    distance: new Float64Array(given.count * 8 + 16),
  };
  const sensor = sensorBounds(to);
  let count = 0;
  for (let i = 0; i < given.count; i++) {
    if (count + MOST_CANDIDATES > candidates.other.length) grow(candidates);
    epipolarSegment(from, to, volume, given.x[i]!, given.y[i]!, segment);
    if (segmentMeets(sensor)) count = searchSegment(given, i, searched, limits, candidates, count);
    candidates.start[i + 1] = count;
  }
  return candidates;
}

/** Ideal points (mm) of the lower left and the upper right corner of a sensor. */
function sensorBounds(camera: Camera): readonly [Point2, Point2] {
  const { widthPx, heightPx } = camera.sensor;
  const [low, high] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  pixelToFlat(camera, 0, heightPx, FLATTEN_TOLERANCE_MM, low);
  pixelToFlat(camera, widthPx, 0, FLATTEN_TOLERANCE_MM, high);
  return [low, high];
}

/** Whether the box around the segment, without the band, reaches into the picture. */
function segmentMeets([low, high]: readonly [Point2, Point2]): boolean {
  const [x0, y0, x1, y1] = segment as unknown as [number, number, number, number];
  const inX = max(x0, x1) > low.x && min(x0, x1) < high.x;
  return inX && max(y0, y1) > low.y && min(y0, y1) < high.y;
}

function searchSegment(
  given: FlatTargets,
  i: number,
  searched: FlatTargets,
  limits: MatchLimits,
  found: Candidates,
  start: number,
): number {
  const { bandMm } = limits;
  const [x0, y0, x1, y1] = segment as unknown as [number, number, number, number];
  const slope = (y1 - y0) / (x1 === x0 ? 1e-10 : x1 - x0);
  const offset = y0 - slope * x0;
  const norm = sqrt(slope * slope + 1);
  const [left, right] = [min(x0, x1) - bandMm, max(x0, x1) + bandMm];
  const [low, high] = [min(y0, y1) - bandMm, max(y0, y1) + bandMm];
  const { x, y, count } = searched;
  let at = start;
  for (let j = firstAbove(x, count, left); j < count && x[j]! < right; j++) {
    const height = y[j]!;
    if (height <= low || height >= high) continue;
    const distance = abs(height - slope * x[j]! - offset) / norm;
    if (!(distance < bandMm)) continue;
    const likeness = likenessOf(given, i, searched, j, limits);
    if (likeness === 0) continue;
    found.other[at] = j;
    found.likeness[at] = likeness;
    found.distance[at] = distance;
    if (++at === start + MOST_CANDIDATES) break;
  }
  return at;
}

/** Likeness of two targets, 0 where they differ too much. */
function likenessOf(a: FlatTargets, i: number, b: FlatTargets, j: number, limits: MatchLimits): number {
  const pixels = ratio(a.pixels[i]!, b.pixels[j]!);
  const width = ratio(a.width[i]!, b.width[j]!);
  const height = ratio(a.height[i]!, b.height[j]!);
  const [greyA, greyB] = [a.greySum[i]!, b.greySum[j]!];
  const grey = ratio(greyA, greyB);
  if (pixels < limits.minPixelRatio || width < limits.minWidthRatio) return 0;
  if (height < limits.minHeightRatio || grey <= limits.minGreyRatio) return 0;
  return (4 * grey + 2 * pixels + width + height) * (greyA + greyB);
}

function ratio(a: number, b: number): number {
  return a < b ? a / b : b / a;
}

/** First of the rising values that is above the bound. */
function firstAbove(values: Float64Array, count: number, bound: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

function grow(candidates: Candidates): void {
  const size = candidates.other.length * 2 + MOST_CANDIDATES;
  const { other, likeness, distance } = candidates;
  candidates.other = new Int32Array(size);
  candidates.likeness = new Float64Array(size);
  candidates.distance = new Float64Array(size);
  candidates.other.set(other);
  candidates.likeness.set(likeness);
  candidates.distance.set(distance);
}
