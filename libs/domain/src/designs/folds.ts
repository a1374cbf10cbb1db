/** Cross-validation: which part of the inputs each input is tested in. */
import type { Json } from '@batchyard/pipelines';
import { permutation, seededFrom } from '../sampling/seeded-from.js';
import { canonicalJson } from './canonical.js';
import type { CrossValidation } from './inputs.js';

/**
 * The fold in which each input is tested, from 0. Without shuffle or strata the folds are runs of floor(n / k)
 * neighbouring inputs, and the last takes the remainder; with strata each stratum is dealt out over the folds in turn.
 * @param strata the value of the metadata field to stratify by, for each input; null: none
 */
export function foldOfEach(
  inputCount: number,
  { folds, shuffle }: Pick<CrossValidation, 'folds' | 'shuffle'>,
  seed: number,
  strata: readonly (Json | undefined)[] | null = null,
): readonly number[] {
  const plain = Array.from({ length: inputCount }, (_, index) => index);
  const order = shuffle ? permutation(inputCount, seededFrom(`${seed}/folds`)) : plain;
  const result = new Array<number>(inputCount).fill(0);
  if (strata === null) {
    const size = Math.floor(inputCount / folds);
    order.forEach((input, place) => {
      result[input] = Math.min(Math.floor(place / size), folds - 1);
    });
    return result;
  }
  byStratum(order, strata).forEach((input, place) => {
    result[input] = place % folds;
  });
  return result;
}

/** Inputs of one stratum after those of another, each in the given order. */
function byStratum(order: readonly number[], strata: readonly (Json | undefined)[]): readonly number[] {
  const members = new Map<string, number[]>(strata.map((value) => [canonicalJson(value), []]));
  for (const input of order) members.get(canonicalJson(strata[input]))?.push(input);
  return [...members.values()].flat();
}
