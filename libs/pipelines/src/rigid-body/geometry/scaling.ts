import { symmetricEigen } from './eigen.js';

/**
 * Classical multidimensional scaling: n points in three dimensions, centred, whose distances come nearest to
 * the n × n matrix given (Torgerson 1952). Determined up to rotation and mirroring.
 */
export function pointsFromDistances(distances: Float64Array, n: number): Float64Array {
  const gram = distances.map((d) => -(d * d) / 2);
  for (let i = 0; i < n; i++) subtractMean(gram, i * n, 1, n);
  for (let j = 0; j < n; j++) subtractMean(gram, j, n, n);
  const { values, vectors } = symmetricEigen(gram, n);
  const points = new Float64Array(n * 3);
  for (let k = 0; k < Math.min(3, n); k++) {
    const scale = Math.sqrt(Math.max(0, values[k]!));
    for (let i = 0; i < n; i++) points[i * 3 + k] = vectors[k * n + i]! * scale;
  }
  return points;
}

function subtractMean(values: Float64Array, start: number, stride: number, n: number): void {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[start + i * stride]!;
  for (let i = 0; i < n; i++) values[start + i * stride]! -= sum / n;
}
