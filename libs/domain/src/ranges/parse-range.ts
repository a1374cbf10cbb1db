/** From what a person wrote to what it says. */
import { tokenizeRange } from './lexer.js';
import { listInText, rangeOfList } from './list-form.js';
import { parseParts } from './parts.js';
import type { ParsedRange, Range } from './range.js';
import { RangeFailure, tryRange } from './range-error.js';

/** Longest range that is read, in characters. */
export const maxRangeLength = 100_000;

/**
 * Reads a range: a text of the grammar, a list of positions or of frame ids, or `{list: […]}`. Never throws.
 * @param spec of any type, since it may come from a file
 * @param landmarks names that are landmarks, in lower case; `death` is one in any case
 */
export function parseRange(spec: unknown, landmarks: readonly string[] = []): ParsedRange {
  const parsed = tryRange(() =>
    typeof spec === 'string' ? rangeOfText(spec, landmarks) : rangeOfList(spec),
  );
  return 'value' in parsed ? { range: parsed.value, error: null } : { range: null, error: parsed.problem };
}

function rangeOfText(text: string, landmarks: readonly string[]): Range {
  if (text.length > maxRangeLength) {
    const message = `The range has ${text.length} characters: expected at most ${maxRangeLength}.`;
    throw new RangeFailure('INVALID_SYNTAX', message, maxRangeLength);
  }
  const list = listInText(text);
  if (list !== null) return rangeOfList(list.list);
  return { kind: 'parts', parts: parseParts(tokenizeRange(text), text, landmarks) };
}
