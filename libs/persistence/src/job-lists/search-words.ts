import { wordsOf } from '../batches/search-blocks.js';
import { storableText } from '../database/json.js';
import type { Parameters } from './job-filter.js';

/** Words looked at; what follows is ignored. */
const maxWords = 8;

/** Patterns for `ilike all (…)`: each word as it stands, signs with a meaning in patterns included. */
export function searchPatterns(search: string | null | undefined): string[] {
  return wordsOf(storableText(search ?? ''))
    .slice(0, maxWords)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

/** ` and …` on a job `j` whose label must contain every word. */
export function searchConditions(search: string | null | undefined, { add }: Parameters): string {
  const patterns = searchPatterns(search);
  return patterns.length === 0 ? '' : ` and j.label ilike all (${add(patterns)}::text[])`;
}
