/** From what a person wrote to what it says. */
import type { ParsedRange } from './range.js';

/** Longest range that is read, in characters. */
export const maxRangeLength = 100_000;

/**
 * Reads a range: a text of the grammar, a list of positions or of frame ids, or `{list: […]}`. Never throws.
 * @param spec of any type, since it may come from a file
 */
export function parseRange(spec: unknown): ParsedRange {
  throw new Error(`not yet ${String(spec)}`);
}
