import { wordsOf } from '../batches/search-blocks.js';
import { storableText } from '../database/json.js';
import type { Parameters } from './job-filter.js';

/** Words looked at; what follows is ignored. */
const maxWords = 8;

/** A pattern for each word as it stands, signs with a meaning in patterns included; in lower case. */
function searchPatterns(search: string | null | undefined): string[] {
  return wordsOf(storableText(search ?? ''))
    .slice(0, maxWords)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

/** ` and …` on a job `j` whose label must contain every word. */
export function searchConditions(search: string | null | undefined, { add }: Parameters): string {
  const patterns = searchPatterns(search);
  return patterns.length === 0 ? '' : ` and j.label ilike all (${add(patterns)}::text[])`;
}

/** ` and …` on the words of a block `b`. One condition a word: only so can each be looked up by its trigrams. */
export function blockConditions(search: string | null | undefined, { add }: Parameters): string {
  return searchPatterns(search)
    .map((pattern) => ` and b.words like ${add(pattern)}`)
    .join('');
}
