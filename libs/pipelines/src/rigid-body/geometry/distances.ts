import { medianInPlace } from './median.js';

/** Distance between markers i and j in frame t; NaN where one of them was not seen. */
export function markerDistance(
  points: Float64Array,
  markerCount: number,
  t: number,
  i: number,
  j: number,
): number {
  const a = (t * markerCount + i) * 3;
  const b = (t * markerCount + j) * 3;
  const dx = points[a]! - points[b]!;
  const dy = points[a + 1]! - points[b + 1]!;
  const dz = points[a + 2]! - points[b + 2]!;
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/** Median over frames of the distance between two markers; NaN where they were never seen together. */
export function medianDistance(points: Float64Array, markerCount: number, i: number, j: number): number {
  const frameCount = points.length / (markerCount * 3);
  const distances = new Float64Array(frameCount);
  let count = 0;
  for (let t = 0; t < frameCount; t++) {
    const distance = markerDistance(points, markerCount, t, i, j);
    if (!Number.isNaN(distance)) distances[count++] = distance;
  }
  return medianInPlace(distances.subarray(0, count));
}

/**
 * Median distances of all pairs, N × N. A pair never seen together gets the length of the shortest way over
 * other markers; Infinity where there is none.
 */
export function medianDistanceMatrix(points: Float64Array, markerCount: number): Float64Array {
  const matrix = new Float64Array(markerCount * markerCount);
  let complete = true;
  for (let i = 0; i < markerCount; i++) {
    for (let j = 0; j < i; j++) {
      const median = medianDistance(points, markerCount, i, j);
      complete &&= !Number.isNaN(median);
      const distance = Number.isNaN(median) ? Number.POSITIVE_INFINITY : median;
      matrix[i * markerCount + j] = distance;
      matrix[j * markerCount + i] = distance;
    }
  }
  if (!complete) closeOverPaths(matrix, markerCount);
  return matrix;
}

/** All shortest paths by Floyd and Warshall, in place. */
function closeOverPaths(matrix: Float64Array, n: number): void {
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const detour = matrix[i * n + k]! + matrix[k * n + j]!;
        if (detour < matrix[i * n + j]!) matrix[i * n + j] = detour;
      }
    }
  }
}
