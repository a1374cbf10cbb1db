/**
 * Points of Sobol's sequence (I. M. Sobol, 1967), which fill a cube evenly, with the direction numbers of S. Joe and
 * F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30 (2008),
 * file new-joe-kuo-6. A random digital shift by the seed keeps how even they are and makes each draw another one.
 */
import { seededFrom } from './seeded-from.js';

/** Per dimension from the second on: degree s and coefficients a of its primitive polynomial, then m_1 … m_s. */
const joeKuo: readonly (readonly [degree: number, coefficients: number, ...initial: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
  [7, 7, 1, 1, 3, 13, 7, 35, 63],
  [7, 8, 1, 3, 5, 9, 1, 25, 53],
  [7, 14, 1, 3, 1, 13, 9, 35, 107],
];

/** Most dimensions of a Sobol design. */
export const maxSobolDimensions = joeKuo.length + 1;

const bits = 32;

/**
 * The first points of the sequence, in the order of Gray codes.
 * @param shift a 32-bit number for each dimension, combined with every point by exclusive or; absent: the plain points
 * @returns `count` points of `dimensions` numbers in [0, 1)
 */
export function sobolPoints(count: number, dimensions: number, shift?: readonly number[]): number[][] {
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionNumbers(dimension));
  const state = directions.map((_, dimension) => shift?.[dimension] ?? 0);
  return Array.from({ length: count }, (_, index) => {
    if (index > 0) {
      const bit = Math.log2(index & -index);
      for (let d = 0; d < dimensions; d++) state[d] = (state[d] as number) ^ (directions[d]?.[bit] ?? 0);
    }
    return state.map((value) => (value >>> 0) / 2 ** bits);
  });
}

/** Sobol points shifted by a seed. */
export function shiftedSobol(count: number, dimensions: number, seed: string): number[][] {
  const random = seededFrom(seed);
  return sobolPoints(
    count,
    dimensions,
    Array.from({ length: dimensions }, () => Math.floor(random() * 2 ** bits)),
  );
}

/** v_1 … v_32 as 32-bit numbers; the recurrence is equation (3) of Joe and Kuo. */
function directionNumbers(dimension: number): number[] {
  const row = joeKuo[dimension - 1];
  if (row === undefined) return Array.from({ length: bits }, (_, bit) => 2 ** (bits - 1 - bit));
  const [degree, coefficients, ...initial] = row;
  const v = initial.map((m, bit) => (m << (bits - 1 - bit)) >>> 0);
  for (let k = degree; k < bits; k++) {
    const oldest = v[k - degree] ?? 0;
    let next = oldest ^ (oldest >>> degree);
    for (let j = 1; j < degree; j++) {
      if ((coefficients >>> (degree - 1 - j)) & 1) next ^= v[k - j] ?? 0;
    }
    v.push(next >>> 0);
  }
  return v;
}
