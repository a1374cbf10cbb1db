/** Understands single cells as values of a field. */
import { cellText, type SheetCell } from './cell.js';
import { expectationOf, type FieldType, type FieldValue, type ImportField } from './field.js';

export type DecimalSign = '.' | ',';
/** In which order a date of three numbers is written, year last. */
export type DateOrder = 'day-first' | 'month-first';

/** How texts of a sheet are meant where more than one way is possible. */
export interface TextConventions {
  readonly decimal: DecimalSign;
  readonly dateOrder: DateOrder;
}

export type ReadValue =
  | { readonly value: FieldValue }
  | {
      readonly problem: {
        readonly message: string;
        readonly expectation: string;
        /** A value to put there instead, as text, where one is likely. */
        readonly suggestion: string | null;
      };
    };

/** The name most like another one, or null. */
export type Nearest = (name: string, known: readonly string[]) => string | null;

/** The cell as a value of the field; blanks around a text are no part of it. Never throws. */
export function readValue(
  cell: SheetCell,
  field: Pick<ImportField, 'type' | 'unit'>,
  conventions: TextConventions,
  nearest: Nearest,
): ReadValue {
  const text = cellText(cell).trim();
  if (text === '') return { value: null };
  const fail = (message: string, suggestion: string | null = null): ReadValue => ({
    problem: { message: `${JSON.stringify(text)} ${message}`, expectation: expectationOf(field), suggestion },
  });
  if (typeof cell === 'object' && cell?.kind === 'error') return fail('is the error of a formula');
  const { type } = field;
  switch (type.kind) {
    case 'text':
    case 'id':
      return { value: text };
    case 'frames':
      return { value: framesText(cell, text) };
    case 'number':
      return readNumber(cell, text, type, conventions, fail);
    case 'boolean':
      return readBoolean(cell, text, fail);
    case 'date':
      return readDate(cell, text, conventions, fail);
    case 'duration':
      return readDuration(cell, text, conventions, fail);
    case 'choice':
      return readChoice(text, type.values, nearest, fail);
  }
}

type Fail = (message: string, suggestion?: string | null) => ReadValue;

/** Programs write the position 5 as 5.0. */
function framesText(cell: SheetCell, text: string): string {
  return typeof cell === 'number' || /^-?\d+\.0+$/.test(text) ? String(Number(text)) : text;
}

function readNumber(
  cell: SheetCell,
  text: string,
  type: Extract<FieldType, { kind: 'number' }>,
  { decimal }: TextConventions,
  fail: Fail,
): ReadValue {
  const value =
    typeof cell === 'number' ? cell : typeof cell === 'string' ? parseNumber(text, decimal) : null;
  if (value === null) {
    const other = parseNumber(text, decimal === '.' ? ',' : '.');
    return fail(
      `is no number with ${JSON.stringify(decimal)} as decimal sign`,
      other === null ? null : String(other),
    );
  }
  if (type.isWhole && !Number.isInteger(value)) return fail('is no whole number', String(Math.round(value)));
  if (type.min !== undefined && (value < type.min || (type.isAboveMin && value === type.min)))
    return fail('is too small');
  if (type.max !== undefined && value > type.max) return fail('is too large');
  return { value };
}

const numberPattern = (sign: string, group: string) =>
  new RegExp(
    `^([+\\-−]?)(\\d{1,3}(?:${group}\\d{3})+|\\d{1,3}(?:[ \\u00a0\\u202f'’]\\d{3})+|\\d+)?(?:${sign}(\\d*))?(?:e([+\\-−]?\\d{1,3}))?$`,
    'i',
  );
const numberPatterns: Readonly<Record<DecimalSign, RegExp>> = {
  '.': numberPattern('\\.', ','),
  ',': numberPattern(',', '\\.'),
};

/**
 * A number as people write it, with a sign, groups of three digits, an exponent; null where the text is none.
 * Groups stand between the other sign, blanks or apostrophes: 1.234,5 or 1 234,5.
 */
export function parseNumber(text: string, decimal: DecimalSign): number | null {
  const match = numberPatterns[decimal].exec(text.trim());
  if (!match) return null;
  const [, minus = '', whole = '', decimals = '', exponent = '0'] = match;
  if (whole === '' && decimals === '') return null;
  const digits = `${whole.replace(/\D/g, '') || '0'}.${decimals || '0'}e${exponent.replace('−', '-')}`;
  const value = Number(digits);
  return Number.isFinite(value) ? (minus === '-' || minus === '−' ? -value : value) : null;
}

const yes = ['yes', 'y', 'true', '1', 'x', 'ja', 'j', 'wahr', 'oui', 'vrai', 'si', 'sí', '✓'];
const no = ['no', 'n', 'false', '0', 'nein', 'falsch', 'non', 'faux'];

function readBoolean(cell: SheetCell, text: string, fail: Fail): ReadValue {
  if (typeof cell === 'boolean') return { value: cell };
  const word = text.toLowerCase();
  if (yes.includes(word)) return { value: true };
  if (no.includes(word)) return { value: false };
  return fail('is neither yes nor no');
}

function readDate(cell: SheetCell, text: string, { dateOrder }: TextConventions, fail: Fail): ReadValue {
  if (typeof cell === 'object' && cell?.kind === 'date') return { value: cell.iso };
  const iso = typeof cell === 'string' ? parseDate(text, dateOrder) : null;
  if (iso !== null) return { value: iso };
  const other = parseDate(text, dateOrder === 'day-first' ? 'month-first' : 'day-first');
  return fail('is no date', other);
}

/**
 * `2026-11-21`, `21.11.2026`, `11/21/2026`, each with an optional time of day, as an ISO date; null where the text is
 * none, or names a day that no calendar has. Years have four digits: two do not say which century.
 */
export function parseDate(text: string, order: DateOrder): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(.+))?$/.exec(text);
  const local = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]+(.+))?$/.exec(text);
  if (iso) return isoDate(iso[1], iso[2], iso[3], iso[4]);
  if (!local) return null;
  const [, first, , second, year, time] = local;
  return order === 'day-first' ? isoDate(year, second, first, time) : isoDate(year, first, second, time);
}

function isoDate(year = '', month = '', day = '', time?: string): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(date)) return null;
  if (time === undefined) return date;
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?Z?$/.exec(time.trim());
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59) return null;
  return `${date}T${match[1]?.padStart(2, '0')}:${match[2]}:${match[3] ?? '00'}`;
}

function readDuration(cell: SheetCell, text: string, { decimal }: TextConventions, fail: Fail): ReadValue {
  if (typeof cell === 'object' && cell?.kind === 'time') return { value: cell.seconds };
  const value = typeof cell === 'number' ? cell : parseDuration(text, decimal);
  if (value === null) return fail('is no time');
  return value < 0 ? fail('is before the beginning') : { value };
}

/** Seconds of `90`, `1:30` (minutes, seconds) or `00:01:30.5`; null where the text is none. */
export function parseDuration(text: string, decimal: DecimalSign): number | null {
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)$/.exec(text);
  if (!match) return parseNumber(text, decimal);
  const [, hours = '0', minutes = '0', rest = '0'] = match;
  const seconds = Number(rest.replace(',', '.'));
  if (Number(minutes) > 59 || seconds >= 60) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + seconds;
}

function readChoice(text: string, values: readonly string[], nearest: Nearest, fail: Fail): ReadValue {
  const fold = (value: string) => value.toLowerCase().replace(/[\s_-]+/g, '_');
  const match = values.find((value) => value === text) ?? values.find((value) => fold(value) === fold(text));
  if (match !== undefined) return { value: match };
  return fail('is not among the values', nearest(text, values));
}
