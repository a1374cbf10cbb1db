/** Finds out how a sheet writes decimals and dates, from all of its texts together. */
import type { SheetCell } from './cell.js';
import { type DateOrder, type DecimalSign, parseDate, parseNumber } from './read-value.js';

export interface GuessedConventions {
  readonly decimal: DecimalSign;
  readonly decimalBecause: string;
  readonly dateOrder: DateOrder;
  readonly dateOrderBecause: string;
}

/** @param cells texts decide; typed cells of workbooks need no guess */
export function guessConventions(cells: Iterable<SheetCell>): GuessedConventions {
  const seen = { comma: 0, point: 0, dayFirst: 0, monthFirst: 0, either: 0 };
  for (const cell of cells) {
    if (typeof cell !== 'string') continue;
    const text = cell.trim();
    // Three digits after a single sign may be a group: 1,234 tells nothing.
    if (/^[+-]?\d*,\d+$/.test(text) && !/,\d{3}$/.test(text)) seen.comma++;
    else if (/^[+-]?\d*\.\d+(e[+-]?\d+)?$/i.test(text) && parseNumber(text, '.') !== null) seen.point++;
    else countDate(text, seen);
  }
  const decimal = seen.comma > seen.point ? ',' : '.';
  const dateOrder = seen.monthFirst > seen.dayFirst ? 'month-first' : 'day-first';
  return {
    decimal,
    decimalBecause:
      seen.comma + seen.point === 0
        ? 'no text in the sheet has decimals'
        : `${Math.max(seen.comma, seen.point)} of ${seen.comma + seen.point} numbers with decimals are written so`,
    dateOrder,
    dateOrderBecause:
      seen.dayFirst + seen.monthFirst === 0
        ? `no date tells its order${seen.either === 0 ? '' : `; ${seen.either} could be read both ways`}`
        : `${Math.max(seen.dayFirst, seen.monthFirst)} of ${seen.dayFirst + seen.monthFirst} dates can only be read so`,
  };
}

function countDate(text: string, seen: { dayFirst: number; monthFirst: number; either: number }): void {
  if (!/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(text)) return;
  const isDayFirst = parseDate(text, 'day-first') !== null;
  const isMonthFirst = parseDate(text, 'month-first') !== null;
  if (isDayFirst && isMonthFirst) seen.either++;
  else if (isDayFirst) seen.dayFirst++;
  else if (isMonthFirst) seen.monthFirst++;
}
