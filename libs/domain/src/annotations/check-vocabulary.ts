/** Whether a vocabulary makes sense, and whether it may replace another. */
import type { Problem } from '@batchyard/pipelines';
import type { Vocabulary } from './vocabulary.js';

export interface CheckedVocabulary {
  /** null when a problem is an error. */
  readonly vocabulary: Vocabulary | null;
  readonly problems: readonly Problem[];
}

/** A kind and value that annotations which are not ended have. */
export interface UsedTerm {
  readonly kind: string;
  readonly value: string;
  /** How many annotations have it. */
  readonly count: number;
}

/**
 * Reads and checks a vocabulary from outside. Never throws.
 * @param used terms that must not vanish
 * @param usedLevels levels that subjects have and that must not vanish
 */
export function checkVocabulary(
  definition: unknown,
  used: readonly UsedTerm[] = [],
  usedLevels: readonly string[] = [],
): CheckedVocabulary {
  throw new Error(`not yet ${String(definition)} ${used.length} ${usedLevels.length}`);
}
