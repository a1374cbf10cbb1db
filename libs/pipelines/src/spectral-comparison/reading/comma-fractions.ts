import { type Dialect, detectDialect } from './dialect.js';
import { isBlank } from './lines.js';

/** Pairs of whole numbers between commas, as in `4000,00,0,0321`. */
const pairs = /^\s*[+-]?\d+,\d+(?:,[+-]?\d+,\d+)+\s*$/;

/** A text whose commas divide both columns and fractions, with semicolons between the columns instead. */
export interface SeparatedText {
  readonly lines: readonly string[];
  readonly dialect: Dialect;
}

/**
 * Programs set to a decimal comma that still write commas between columns. Without quotes the text is ambiguous, so
 * it is read this way only where all rows are pairs of whole numbers and the headings are half as many; null elsewhere.
 */
export function separateCommaFractions(lines: readonly string[], dialect: Dialect): SeparatedText | null {
  if (dialect.delimiter !== ',' || dialect.width < 4 || dialect.width % 2 === 1) return null;
  const first = lines.findIndex((line) => pairs.test(line));
  const heading = lines.slice(0, Math.max(first, 0)).findLast((line) => !isBlank(line));
  if (heading === undefined || heading.split(',').length !== dialect.width / 2) return null;
  const rows = lines.slice(first).filter((line) => !isBlank(line));
  if (rows.filter((line) => pairs.test(line)).length < 0.9 * rows.length) return null;
  const separated = lines.map((line) => (pairs.test(line) ? line.replace(/(\d+,\d+),/g, '$1;') : line));
  const found = detectDialect(separated, { delimiter: ';', decimalSign: ',' });
  if (found === null) return null;
  const because =
    'Commas divide columns and fractions alike; the headings are half as many as the numbers between commas.';
  const doubt = {
    delimiterConfidence: 0.7,
    decimalConfidence: 0.7,
    delimiterBecause: because,
    decimalBecause: because,
  };
  return { lines: separated, dialect: { ...found, ...doubt } };
}
