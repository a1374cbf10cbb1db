/**
 * Names that a cell may have been before a spreadsheet program changed it. They are few, so that a project can be asked
 * which of them it has, however many names it has in all.
 */
import { cellText, type SheetCell } from './cell.js';

/** Names that exist, as far as the cells in hand may mean them. */
export interface KnownNames {
  readonly names: ReadonlySet<string>;
  /** Without their zeros in front, to what they are in full. */
  readonly padded: ReadonlyMap<string, string>;
  /** Whether any exist, among others that no cell means. */
  readonly areSome: boolean;
}

export function knownNames(names: ReadonlySet<string>, areSome = names.size > 0): KnownNames {
  const padded = new Map<string, string>();
  for (const name of names) {
    const bare = withoutZeros(name);
    if (bare !== name) padded.set(bare, name);
  }
  return { names, padded, areSome };
}

/** Where nothing is known. */
export const noNames = knownNames(new Set());

export const withoutZeros = (name: string) => name.replace(/^0+(?=\d)/, '');

export interface MeantNames {
  readonly names: ReadonlySet<string>;
  /** Regular expressions that match them in lower case. */
  readonly patterns: ReadonlySet<string>;
}

/** @param cells that are no names of anything themselves */
export function meantNames(cells: Iterable<SheetCell>): MeantNames {
  const names = new Set<string>();
  const patterns = new Set<string>();
  for (const cell of cells) {
    const text = cellText(cell);
    for (const name of [text.trim(), latinLetters(text), ...paddedNames(cell, text), ...exponentNames(text)])
      if (name !== '' && name.length <= longestName) names.add(name);
    const date = meantDate(cell, text);
    if (date !== null) patterns.add(datePattern(date)).add(numericDatePattern(date));
  }
  return { names, patterns };
}

const longestName = 200;
/** Digits of a name with zeros in front. */
const longestPadded = 16;
/** That a number with an exponent may have in front. */
const fewZeros = ['', '0', '00'];

function paddedNames(cell: SheetCell, text: string): string[] {
  const bare = text.trim();
  if (typeof cell !== 'number' && !/^[1-9]\d{0,14}$/.test(bare)) return [];
  const zeros = Math.max(longestPadded - bare.length, 0);
  return Array.from({ length: zeros }, (_, index) => '0'.repeat(index + 1) + bare);
}

/** `2E+05` may have been `2E5`, `2e05`, `20E4` … */
function exponentNames(text: string): string[] {
  const written = /^(\d)(?:[.,](\d{1,15}))?E([+-]?\d{1,3})$/i.exec(text.trim());
  if (written === null) return [];
  const [, whole = '', decimals = '', power = ''] = written;
  const digits = `${whole}${decimals}`.replace(/0+$/, '') || '0';
  const exponent = Number(power) - (digits.length - 1);
  const names: string[] = [];
  for (let shift = 0; shift <= Math.min(exponent, longestPadded); shift++) {
    const mantissa = digits + '0'.repeat(shift);
    for (const e of ['e', 'E'])
      for (const before of fewZeros)
        for (const behind of fewZeros) names.push(`${before}${mantissa}${e}${behind}${exponent - shift}`);
  }
  return names;
}

/** Letters of Cyrillic and Greek that look like Latin ones. */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  [...'АаВЕеЅѕІіЈјКМНОоРрСсТУуХхΑΒΕΖΗΙΚΜΝΟοΡΤΥΧ'].map((letter, index) => [
    letter,
    'AaBEeSsIiJjKMHOoPpCcTYyXxABEZHIKMNOoPTYX'[index] ?? letter,
  ]),
);

export const isLookalike = (letter: string) => lookalikes[letter] !== undefined;

export const latinLetters = (text: string) =>
  [...text].map((letter) => lookalikes[letter] ?? letter).join('');

/** A day of a month that a spreadsheet program made of a name. */
export interface MeantDate {
  /** In three letters. */
  readonly stem: string;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function meantDate(cell: SheetCell, text: string): MeantDate | null {
  if (typeof cell === 'object' && cell?.kind === 'date') {
    const month = Number(cell.iso.slice(5, 7));
    return { stem: months[month - 1] ?? '', month, day: Number(cell.iso.slice(8, 10)) };
  }
  if (typeof cell !== 'string') return null;
  const written = /^(\d{1,4})[-/. ]([a-z]{3,9})$|^([a-z]{3,9})[-/. ](\d{1,4})$/i.exec(text.trim());
  const word = (written?.[2] ?? written?.[3] ?? '').toLowerCase();
  if (!isMonthWord(word)) return null;
  const stem = word.slice(0, 3);
  return { stem, month: months.indexOf(stem) + 1, day: Number(written?.[1] ?? written?.[4]) };
}

const isMonthWord = (word: string) =>
  /^(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)$/.test(
    word,
  );

/** Names that a program would have read as this date, in lower case. */
export const datePattern = ({ stem, day }: MeantDate) =>
  `^(?:${stem}[a-z]*)[-_ ]?0*${day}$|^0*${day}[-_ ]?(?:${stem}[a-z]*)$`;

/** The same of names that are two numbers. */
export const numericDatePattern = ({ month, day }: MeantDate) =>
  `^0*(?:${month}[-/.]0*${day}|${day}[-/.]0*${month})$`;
