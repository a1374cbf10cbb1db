import type { DecimalSign, Delimiter } from '../spectrum.js';
import { isBlank, splitCells, type TextLines } from './lines.js';
import { type CellNotes, isMissing, parseCell } from './numbers.js';
import { TOLD_REASON } from './told.js';

/** How the cells of a text are told apart and written. */
export interface Dialect {
  readonly delimiter: Delimiter;
  readonly decimalSign: DecimalSign;
  /** Cells in a line of data. */
  readonly width: number;
  readonly delimiterConfidence: number;
  readonly decimalConfidence: number;
  readonly delimiterBecause: string;
  readonly decimalBecause: string;
}

export interface ToldDialect {
  readonly delimiter?: Delimiter;
  readonly decimalSign?: DecimalSign;
}

interface Score {
  readonly delimiter: Delimiter;
  readonly decimalSign: DecimalSign;
  /** Weighted share of sampled lines that are rows of numbers, 0…1. */
  readonly value: number;
  /** Lines that are rows of numbers. */
  readonly rows: number;
  readonly width: number;
  readonly fractions: number;
}

/** Lines looked at in each of three places: the beginning may be all preamble, the end all remarks. */
const windowLines = 60;
/** How much a cell counts towards a dialect that would explain it only so. */
const weights = { plain: 1, unit: 1, thousands: 0.97, other_decimal: 0.9 } as const;

/**
 * Of all delimiters and decimal signs, those under which most lines are rows of numbers; null where none are.
 * @param linesBefore lines at the beginning that do not count
 */
export function detectDialect(lines: TextLines, told: ToldDialect = {}, linesBefore = 0): Dialect | null {
  const sample = sampleLines(lines, linesBefore);
  const scores = candidates(sample, told)
    .map(([delimiter, decimalSign]) => score(sample, delimiter, decimalSign))
    .filter(({ rows }) => rows > 0)
    // Stable: among equals the order of the candidates decides.
    .sort((a, b) => b.value - a.value);
  const best = scores[0];
  if (best === undefined) return null;
  return describe(best, scores, sample.length, told);
}

function sampleLines(lines: TextLines, before: number): string[] {
  const isShort = lines.length - before <= 3 * windowLines;
  const looked = isShort ? lines.slice(before) : windows(lines, before);
  return looked.filter((line) => !isBlank(line));
}

function windows(lines: TextLines, before: number): string[] {
  const middle = before + Math.floor((lines.length - before - windowLines) / 2);
  return [
    ...lines.slice(before, before + windowLines),
    ...lines.slice(middle, middle + windowLines),
    ...lines.slice(-windowLines),
  ];
}

/** Rarer signs first: where both split every line alike, a tab or semicolon was meant and a comma or space was not. */
export const delimitersByPreference: readonly Delimiter[] = ['\t', ';', '|', ',', 'whitespace'];

function candidates(sample: readonly string[], told: ToldDialect): [Delimiter, DecimalSign][] {
  const text = sample.join('\n');
  const delimiters = told.delimiter
    ? [told.delimiter]
    : delimitersByPreference.filter((delimiter) => delimiter === 'whitespace' || text.includes(delimiter));
  const hasComma = /\d,\d|[^\d],\d|\d,[^\d]/.test(text);
  const decimals: DecimalSign[] = told.decimalSign ? [told.decimalSign] : hasComma ? ['.', ','] : ['.'];
  return delimiters.flatMap((delimiter) =>
    decimals
      // Only quoted cells can hold the comma that also divides them.
      .filter((decimal) => !(delimiter === ',' && decimal === ',') || text.includes('"') || told.decimalSign)
      .map((decimal): [Delimiter, DecimalSign] => [delimiter, decimal]),
  );
}

function score(sample: readonly string[], delimiter: Delimiter, decimalSign: DecimalSign): Score {
  const byWidth = new Map<number, { value: number; rows: number; fractions: number }>();
  const cells: string[] = [];
  for (const line of sample) {
    splitCells(line, delimiter, cells);
    while (cells.length > 0 && cells.at(-1) === '') cells.pop();
    const row = rateRow(cells, decimalSign);
    if (row === null) continue;
    const entry = byWidth.get(cells.length) ?? { value: 0, rows: 0, fractions: 0 };
    entry.value += row.value;
    entry.rows++;
    entry.fractions += row.fractions;
    byWidth.set(cells.length, entry);
  }
  let best = { width: 0, value: 0, rows: 0, fractions: 0 };
  for (const [width, entry] of byWidth) if (entry.value > best.value) best = { width, ...entry };
  const { width, rows, fractions } = best;
  return { delimiter, decimalSign, width, rows, fractions, value: best.value / Math.max(sample.length, 1) };
}

const notes: CellNotes = { style: 'plain', unit: '' };

/** How well the cells are a row of numbers, 0…1; null where fewer than two of them are numbers. */
function rateRow(
  cells: readonly string[],
  decimalSign: DecimalSign,
): { value: number; fractions: number } | null {
  if (cells.length < 2) return null;
  let value = 0;
  let numbers = 0;
  let fractions = 0;
  for (const cell of cells) {
    if (Number.isNaN(parseCell(cell, decimalSign, notes))) {
      if (isMissing(cell)) value += 0.5;
      continue;
    }
    numbers++;
    value += weights[notes.style];
    if (notes.style !== 'other_decimal' && cell.includes(decimalSign)) fractions++;
  }
  return numbers < 2 ? null : { value: value / cells.length, fractions };
}

function describe(best: Score, scores: readonly Score[], sampled: number, told: ToldDialect): Dialect {
  const rivals = scores.filter(({ delimiter }) => delimiter !== best.delimiter);
  const rival = rivals[0]?.value ?? 0;
  const otherDecimal = scores.find(
    ({ delimiter, decimalSign }) => delimiter === best.delimiter && decimalSign !== best.decimalSign,
  );
  const margin = best.value - (otherDecimal?.value ?? 0);
  const share = best.rows / sampled;
  const equivalent = rivals.every((other) => other.value < best.value || other.width === best.width);
  return {
    delimiter: best.delimiter,
    decimalSign: best.decimalSign,
    width: best.width,
    delimiterConfidence: told.delimiter ? 1 : best.value - rival > 0.05 || equivalent ? 0.95 : 0.7,
    decimalConfidence: told.decimalSign ? 1 : otherDecimal === undefined || margin > 0.02 ? 0.95 : 0.75,
    delimiterBecause: told.delimiter
      ? TOLD_REASON
      : `It divides ${best.rows} of ${sampled} lines looked at (${Math.round(share * 100)} %) into ${best.width} columns with numbers.`,
    decimalBecause: decimalReason(best, told),
  };
}

function decimalReason(best: Score, told: ToldDialect): string {
  if (told.decimalSign) return TOLD_REASON;
  if (best.fractions === 0) return 'No number looked at has a fraction.';
  return `${best.fractions} numbers looked at are written with it.`;
}

/** In words for people. */
export function delimiterName(delimiter: Delimiter): string {
  const names: Record<Delimiter, string> = {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    '|': 'pipe',
    whitespace: 'spaces',
  };
  return names[delimiter];
}
