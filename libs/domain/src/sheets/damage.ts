/**
 * Finds what spreadsheet programs do to data without being asked: identifiers turned into dates and numbers, zeros and
 * digits lost, letters of another alphabet. Compare Ziemann, Eren, El-Osta (2016), Genome Biology 17:177.
 */
import { cellText, type SheetCell } from './cell.js';
import type { ImportField } from './field.js';
import {
  datePattern,
  isLookalike,
  type KnownNames,
  latinLetters,
  meantDate,
  noNames,
  numericDatePattern,
  withoutZeros,
} from './meant-names.js';
import { type DateOrder, parseDate, parseNumber, type TextConventions } from './read-value.js';

export type DamageKind =
  | 'date_for_name'
  | 'leading_zeros_lost'
  | 'digits_lost'
  | 'exponent_for_name'
  | 'truth_for_name'
  | 'decimal_sign'
  | 'date_order'
  | 'blanks_around'
  | 'foreign_letters'
  | 'invisible_characters'
  | 'wrong_encoding'
  | 'formula_error';

export interface Damage {
  readonly kind: DamageKind;
  readonly message: string;
  /** What was there before, where that can be told; a person decides. */
  readonly repair: string | null;
}

/** What the cells of one column have in common; damage is what departs from it. */
export interface ColumnFacts {
  readonly field: ImportField;
  readonly conventions: TextConventions;
  readonly known: KnownNames;
  /** Plain texts of the column without their zeros in front, to what they are in full. */
  readonly padded: ReadonlyMap<string, string>;
  /** Some text is a date in the order of the sheet alone. */
  readonly hasOwnDates: boolean;
  /** Some text has more than 15 digits that are not all zeros: no spreadsheet program has taken any. */
  readonly hasLongNumbers: boolean;
}

/** Gathers facts, cell by cell. */
export interface ColumnObserver {
  observe(cell: SheetCell): void;
  /** Of the cells so far. @param known names that the project has, as far as cells to be looked at may mean them */
  facts(known?: KnownNames): ColumnFacts;
}

export function columnObserver(field: ImportField, conventions: TextConventions): ColumnObserver {
  const padded = new Map<string, string>();
  let [hasOwnDates, hasLongNumbers] = [false, false];
  return {
    observe(cell) {
      if (typeof cell !== 'string') return;
      hasLongNumbers ||= /^\d{16,}$/.test(cell) && /[1-9]/.test(cell.slice(15));
      const text = cell.trim();
      if (isName(field) && /^0\d+$/.test(text)) padded.set(withoutZeros(text), text);
      hasOwnDates ||= mayBeDate(field) && onlyOrder(text) === conventions.dateOrder;
    },
    facts: (known = noNames) => ({ field, conventions, known, padded, hasOwnDates, hasLongNumbers }),
  };
}

const isName = ({ type }: ImportField) => type.kind === 'id' || type.kind === 'choice';
const isText = (field: ImportField) => isName(field) || field.type.kind === 'text';
/** Facts are kept as text, dates among them. */
const mayBeDate = ({ type }: ImportField) => type.kind === 'date' || type.kind === 'text';

/** The order in which alone a text is a date; null where it is none, or one in both. */
function onlyOrder(text: string): DateOrder | null {
  const isDayFirst = parseDate(text, 'day-first') !== null;
  if (isDayFirst === (parseDate(text, 'month-first') !== null)) return null;
  return isDayFirst ? 'day-first' : 'month-first';
}

/** What is damaged in a cell of the column; usually nothing. */
export function findDamage(cell: SheetCell, facts: ColumnFacts): Damage[] {
  if (cell === null) return [];
  const text = cellText(cell);
  if (isName(facts.field) && facts.known.names.has(text)) return [];
  const found = [
    formulaError(cell),
    ...(isName(facts.field) ? nameDamage(cell, text, facts) : []),
    ...(isText(facts.field) ? textDamage(cell, text, facts) : []),
    ...(facts.field.type.kind === 'number' ? [decimalSign(cell, facts)] : []),
    ...(mayBeDate(facts.field) ? [dateOrder(cell, text, facts)] : []),
  ];
  return found.filter((damage) => damage !== null);
}

function formulaError(cell: SheetCell): Damage | null {
  if (typeof cell === 'object' && cell?.kind === 'formula') {
    const message = 'the value of the formula is not in the file; it is read as blank';
    return { kind: 'formula_error', message, repair: null };
  }
  if (typeof cell !== 'object' || cell?.kind !== 'error') return null;
  return { kind: 'formula_error', message: `the formula gave ${cell.code}`, repair: null };
}

function nameDamage(cell: SheetCell, text: string, facts: ColumnFacts): (Damage | null)[] {
  return [
    dateForName(cell, text, facts),
    zerosLost(cell, text, facts),
    digitsLost(cell, text, facts),
    exponentForName(cell, text, facts),
    truthForName(cell),
  ];
}

function textDamage(cell: SheetCell, text: string, facts: ColumnFacts): (Damage | null)[] {
  if (typeof cell !== 'string') return [];
  // Most texts have nothing that one would have to look at letter by letter.
  if (/^[ -~]*$/.test(text)) return [blanks(text, facts)];
  return [blanks(text, facts), foreignLetters(text, facts), invisible(text), encoding(text)];
}

/** Names of genes and samples that begin like a month. */
const monthStems: Readonly<Record<string, string>> = {
  mar: 'MARCH',
  sep: 'SEPT',
  dec: 'DEC',
  oct: 'OCT',
  nov: 'NOV',
  apr: 'APR',
};

function dateForName(cell: SheetCell, text: string, { known }: ColumnFacts): Damage | null {
  const date = meantDate(cell, text);
  if (date === null) return null;
  const long = monthStems[date.stem];
  return {
    kind: 'date_for_name',
    message: `${JSON.stringify(text)} looks like a date that a spreadsheet program made of a name`,
    repair:
      onlyMatch(known, datePattern(date)) ??
      onlyMatch(known, numericDatePattern(date)) ??
      (!known.areSome && long !== undefined && date.day > 0 ? `${long}${date.day}` : null),
  };
}

/** The known name that matches; null where none does, or several do. */
function onlyMatch({ names }: KnownNames, pattern: string): string | null {
  const matcher = new RegExp(pattern);
  const [match = null, other] = [...names].filter((name) => matcher.test(name.toLowerCase()));
  return other === undefined ? match : null;
}

function zerosLost(cell: SheetCell, text: string, { known, padded }: ColumnFacts): Damage | null {
  if (typeof cell !== 'number' && !/^[1-9]\d*$/.test(text.trim())) return null;
  const full = padded.get(text.trim()) ?? known.padded.get(text.trim());
  if (full === undefined) return null;
  return {
    kind: 'leading_zeros_lost',
    message: `${JSON.stringify(text)} has lost its zeros in front: ${JSON.stringify(full)} is known`,
    repair: full,
  };
}

function digitsLost(cell: SheetCell, text: string, { hasLongNumbers }: ColumnFacts): Damage | null {
  const isCut = /^\d{16,}$/.test(text) && /^0+$/.test(text.slice(15)) && !hasLongNumbers;
  if (typeof cell === 'number' ? Math.abs(cell) < 1e15 : !isCut) return null;
  return {
    kind: 'digits_lost',
    message: `${text} has more than 15 digits, and spreadsheet programs set those after the 15th to 0`,
    repair: null,
  };
}

function exponentForName(cell: SheetCell, text: string, facts: ColumnFacts): Damage | null {
  if (typeof cell !== 'string' || !/^\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i.test(text.trim())) return null;
  const value = parseNumber(text.trim(), text.includes(',') ? ',' : '.');
  const alike = [...facts.known.names].filter((name) => /^\d+e\d+$/i.test(name) && Number(name) === value);
  const plain = value !== null && Number.isInteger(value) && value < 1e15 ? String(value) : null;
  return {
    kind: 'exponent_for_name',
    message: `${JSON.stringify(text)} looks like a name that was turned into a number with an exponent`,
    repair: alike.length === 1 ? (alike[0] ?? null) : plain,
  };
}

function truthForName(cell: SheetCell): Damage | null {
  if (typeof cell !== 'boolean') return null;
  const text = cell ? 'TRUE' : 'FALSE';
  return { kind: 'truth_for_name', message: `${text} is a truth value where a name should be`, repair: text };
}

function blanks(text: string, facts: ColumnFacts): Damage | null {
  const trimmed = text.trim();
  const isNoName = facts.field.type.kind === 'text';
  if (trimmed === text || trimmed === '' || isNoName) return null;
  const side = text.startsWith(trimmed.charAt(0)) ? 'after' : 'before';
  return {
    kind: 'blanks_around',
    message: `${JSON.stringify(text)} has a blank ${side} the name`,
    repair: trimmed,
  };
}

function foreignLetters(text: string, facts: ColumnFacts): Damage | null {
  const latin = latinLetters(text);
  // Whole words in another script are that language; a mixture, or a name known in Latin, is a mistake.
  const isMixed = /[A-Za-z0-9]/.test(text) && !/[\p{Script=Cyrillic}\p{Script=Greek}]{3}/u.test(text);
  if (latin === text || !(isMixed || facts.known.names.has(latin))) return null;
  if (/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(latin) && !facts.known.names.has(latin)) return null;
  const strange = [...text].filter(isLookalike).join(', ');
  return {
    kind: 'foreign_letters',
    message: `${JSON.stringify(text)} has letters of another alphabet that look like Latin ones (${strange})`,
    repair: latin,
  };
}

function invisible(text: string): Damage | null {
  const visible = text.replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '');
  if (visible === text) return null;
  return {
    kind: 'invisible_characters',
    message: `${JSON.stringify(visible)} has characters in it that nobody sees`,
    repair: visible,
  };
}

/** UTF-8 that was read as Windows-1252. */
function encoding(text: string): Damage | null {
  if (!/[ÂÃ][\u0080-\u00bf]|â€|\ufffd/.test(text)) return null;
  const bytes = Uint8Array.from([...text], (letter) => letter.codePointAt(0) ?? 0);
  const isNarrow = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 256);
  const repaired = isNarrow ? new TextDecoder('utf-8').decode(bytes) : null;
  return {
    kind: 'wrong_encoding',
    message: `${JSON.stringify(text)} was read with another encoding than it was written with`,
    repair: repaired === null || repaired.includes('\ufffd') ? null : repaired,
  };
}

function decimalSign(cell: SheetCell, { conventions }: ColumnFacts): Damage | null {
  if (typeof cell !== 'string' || parseNumber(cell, conventions.decimal) !== null) return null;
  const value = parseNumber(cell, conventions.decimal === '.' ? ',' : '.');
  if (value === null) return null;
  return {
    kind: 'decimal_sign',
    message: `${JSON.stringify(cell)} is no number with ${JSON.stringify(conventions.decimal)} as decimal sign`,
    repair: String(value).replace('.', conventions.decimal),
  };
}

function dateOrder(cell: SheetCell, text: string, facts: ColumnFacts): Damage | null {
  if (typeof cell !== 'string') return null;
  const { dateOrder: own } = facts.conventions;
  const order = onlyOrder(text.trim());
  if (order === null || order === own) return null;
  // A column of texts tells its order by itself: what others of the sheet are, it need not be.
  if (facts.field.type.kind === 'text' && !facts.hasOwnDates) return null;
  const [expected, found] = own === 'day-first' ? ['day', 'month'] : ['month', 'day'];
  return {
    kind: 'date_order',
    message: `${JSON.stringify(text)} has its ${found} first, unlike other dates of the sheet with their ${expected} first`,
    repair: parseDate(text.trim(), order),
  };
}
