import { type Dialect, detectDialect } from './dialect.js';
import { isBlank, type TextLines } from './lines.js';

/** Pairs of whole numbers between commas, as in `4000,00,0,0321`. */
const pairs = /^\s*[+-]?\d+,\d+(?:,[+-]?\d+,\d+)+\s*$/;

/** A text whose commas divide both columns and fractions, with semicolons between the columns instead. */
export interface SeparatedText {
  readonly lines: TextLines;
  readonly dialect: Dialect;
}

/**
 * Programs set to a decimal comma that still write commas between columns. Without quotes the text is ambiguous, so
 * it is read this way only where all rows are pairs of whole numbers and the headings are half as many; null elsewhere.
 */
export function separateCommaFractions(lines: TextLines, dialect: Dialect): SeparatedText | null {
  if (dialect.delimiter !== ',' || dialect.width < 4 || dialect.width % 2 === 1) return null;
  if (!arePairs(lines, dialect.width / 2)) return null;
  const separated = Array.from(lines, (line) =>
    pairs.test(line) ? line.replace(/(\d+,\d+),/g, '$1;') : line,
  );
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

/** Whether nine of ten lines from the first pairs on are such, below as many headings as there are columns. */
function arePairs(lines: TextLines, columns: number): boolean {
  let heading: string | null = null;
  let rows = 0;
  let pairRows = 0;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const isPair = pairs.test(line);
    if (rows === 0 && !isPair) heading = line;
    else rows++;
    if (isPair) pairRows++;
    if (rows === 1 && heading?.split(',').length !== columns) return false;
  }
  return rows > 0 && pairRows >= 0.9 * rows;
}
