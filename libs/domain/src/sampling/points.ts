/** Places in the unit cube for designs that draw their settings. */
import { permutation, seededFrom } from './seeded-from.js';
import { shiftedSobol } from './sobol.js';

export type DrawnKind = 'random' | 'latin_hypercube' | 'sobol';

/** `count` points of `dimensions` numbers in [0, 1); equal seeds give equal points on every machine. */
export function drawPoints(kind: DrawnKind, count: number, dimensions: number, seed: string): number[][] {
  switch (kind) {
    case 'random': {
      const points = randomPoints(dimensions, seed);
      return Array.from({ length: count }, () => points.next().value);
    }
    case 'latin_hypercube':
      return latinHypercube(count, dimensions, seed);
    case 'sobol':
      return shiftedSobol(count, dimensions, seed);
  }
}

/** Independent points without an end. */
export function* randomPoints(dimensions: number, seed: string): Generator<number[], never> {
  const random = seededFrom(seed);
  for (;;) yield Array.from({ length: dimensions }, random);
}

/** In every dimension each of `count` equal strata holds one point (McKay, Beckman and Conover, 1979). */
function latinHypercube(count: number, dimensions: number, seed: string): number[][] {
  const random = seededFrom(seed);
  const columns = Array.from({ length: dimensions }, () =>
    permutation(count, random).map((stratum) => (stratum + random()) / count),
  );
  return Array.from({ length: count }, (_, index) => columns.map((column) => column[index] as number));
}
