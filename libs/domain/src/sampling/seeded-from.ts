import { mulberry32 } from '../batches/seeded.js';
import { digestText } from '../designs/canonical.js';

/** Uniform numbers in [0, 1) of a text, for example a seed and what it is for: equal texts, equal numbers. */
export function seededFrom(text: string): () => number {
  return mulberry32(Number.parseInt(digestText(text).slice(0, 8), 16));
}

/** The numbers 0 … count − 1 in an order drawn at random (Fisher–Yates). */
export function permutation(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last] as number;
    order[last] = order[other] as number;
    order[other] = moved;
  }
  return order;
}
