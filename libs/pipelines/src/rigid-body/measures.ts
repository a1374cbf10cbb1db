/** Measures of a solved recording, in the unit of its points. */
import type { IndexPair } from './body.js';
import { markerDistance } from './geometry/distances.js';

export interface EdgeMeasures {
  /** Mean and maximum over frames and edges of |length - median measured length|. */
  readonly errorMean: number;
  readonly errorMax: number;
  /** Mean over edges of the standard deviation of the length over time. */
  readonly std: number;
}

/** Measures how far edges are from their lengths; points that were not seen are left out. */
export function measureEdgeErrors(
  points: Float64Array,
  markerCount: number,
  edges: readonly IndexPair[],
  lengths: Float64Array,
): EdgeMeasures {
  const frameCount = points.length / (markerCount * 3);
  let sum = 0;
  let count = 0;
  let largest = 0;
  let stdSum = 0;
  edges.forEach(([i, j], e) => {
    const seen = new Float64Array(frameCount);
    let n = 0;
    for (let t = 0; t < frameCount; t++) {
      const length = markerDistance(points, markerCount, t, i, j);
      if (Number.isNaN(length)) continue;
      seen[n++] = length;
      const error = Math.abs(length - lengths[e]!);
      sum += error;
      largest = Math.max(largest, error);
    }
    count += n;
    stdSum += standardDeviation(seen.subarray(0, n));
  });
  return { errorMean: sum / count, errorMax: largest, std: stdSum / edges.length };
}

/** Population standard deviation. */
function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * Mean length of the second difference of the centroid over time. Frames in which a marker is missing have no
 * centroid; NaN where no three frames in a row have one.
 */
export function measureCentroidJitter(points: Float64Array, markerCount: number): number {
  const frameCount = points.length / (markerCount * 3);
  const centroids = new Float64Array(frameCount * 3);
  for (let i = 0; i < points.length; i++) {
    centroids[Math.floor(i / (markerCount * 3)) * 3 + (i % 3)]! += points[i]! / markerCount;
  }
  let sum = 0;
  let count = 0;
  for (let t = 1; t + 1 < frameCount; t++) {
    let square = 0;
    for (let k = t * 3; k < t * 3 + 3; k++) {
      square += (centroids[k + 3]! - 2 * centroids[k]! + centroids[k - 3]!) ** 2;
    }
    if (Number.isNaN(square)) continue;
    sum += Math.sqrt(square);
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Mean and largest distance between points and truth, where both are known; NaN where nothing is. */
export function measurePositionErrors(
  points: Float64Array,
  truth: Float64Array,
): { readonly mean: number; readonly max: number } {
  let sum = 0;
  let count = 0;
  let largest = 0;
  for (let at = 0; at < points.length; at += 3) {
    const dx = points[at]! - truth[at]!;
    const dy = points[at + 1]! - truth[at + 1]!;
    const dz = points[at + 2]! - truth[at + 2]!;
    const error = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (Number.isNaN(error)) continue;
    sum += error;
    largest = Math.max(largest, error);
    count++;
  }
  return count > 0 ? { mean: sum / count, max: largest } : { mean: Number.NaN, max: Number.NaN };
}
