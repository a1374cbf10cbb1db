import type { DecimalSign } from '../spectrum.js';

/** How a cell became a number: as expected, with thousands signs, with the other decimal sign, with a unit behind. */
export type CellStyle = 'plain' | 'thousands' | 'other_decimal' | 'unit';

const missingWords = new Set([
  '',
  'nan',
  'na',
  'n/a',
  '#n/a',
  'null',
  'none',
  '-',
  '--',
  '---',
  'missing',
  '.',
]);
const exponent = String.raw`(?:\s*[eEdD]\s*([+-]?\d+)|\s*[*x×·]\s*10\s*(?:\^|\*\*)?\s*\(?([+-]?\d+)\)?)?`;
const unit = String.raw`(?:\s*(cm\s*(?:\^|\*\*)?\s*\(?[-⁻]\s*[1¹]\)?|1\/cm|\/cm|nm|um|[µμ]m|microns?|%\s*[TR]?|a\.?\s?u\.?|abs|A|OD|counts?|cts|cps))?`;
/** Instruments mark doubtful values so. */
const mark = String.raw`(?:\s*[*†‡#!?]{1,3})?`;
const general = new RegExp(String.raw`^([+-]?)(\d[\d., '’]*|[.,]\d+)${exponent}${unit}${mark}$`, 'i');
/** Any hyphen or minus sign that is written before numbers. */
const minusSigns = /[−–‐‑]/g;
const spaces = /[\u00a0\u2007\u2009\u202f]/g;
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Whether a cell says that there is no value: empty, `N/A`, `NaN`, `-` and the like. */
export function isMissing(cell: string): boolean {
  return cell.length <= 7 && missingWords.has(cell.trim().toLowerCase());
}

/** What `parseCell` met besides the number; one object is used again and again to save memory. */
export interface CellNotes {
  style: CellStyle;
  /** Text of the unit behind the number; `''` where there is none. */
  unit: string;
}

/**
 * The number in a trimmed cell, or NaN. Understands `1.2E-03`, `9.882*10^-3`, `4.000,5`, `4 000`, `4000.0 cm⁻¹`;
 * a cell that can only be meant with the other decimal sign is read so.
 */
export function parseCell(cell: string, decimal: DecimalSign, notes: CellNotes): number {
  notes.style = 'plain';
  notes.unit = '';
  const quick = parsePlain(cell, decimal);
  return Number.isNaN(quick) ? parseAnyStyle(cell, decimal, notes) : quick;
}

function parsePlain(cell: string, decimal: DecimalSign): number {
  const first = cell.charCodeAt(0);
  // A digit, a sign or a decimal sign; `0x10` and `Infinity` are numbers to JavaScript only.
  if (!((first >= 48 && first <= 57) || (first >= 43 && first <= 46))) return Number.NaN;
  if (first === 48 && cell.charCodeAt(1) > 65 && cell[1] !== 'e' && cell[1] !== 'E') return Number.NaN;
  if (decimal === '.') return finite(Number(cell));
  return cell.includes('.') ? Number.NaN : finite(Number(cell.replace(',', '.')));
}

function parseAnyStyle(cell: string, decimal: DecimalSign, notes: CellNotes): number {
  if (cell.length === 0 || cell.length > 60 || !/\d/.test(cell)) return Number.NaN;
  const match = general.exec(plainSigns(cell));
  if (match === null) return Number.NaN;
  const [, sign = '', digits = '', exponentE, exponentTen, unitText = ''] = match;
  const mantissa = parseDigits(digits.trimEnd(), decimal, notes);
  if (unitText !== '') {
    notes.style = 'unit';
    notes.unit = unitText;
  }
  const power = Number(exponentE ?? exponentTen ?? '0');
  // Through text, as a decimal fraction times a power of ten is rounded twice.
  return finite(Number(`${sign}${mantissa}e${power}`));
}

function plainSigns(cell: string): string {
  return cell
    .replace(minusSigns, '-')
    .replace(spaces, ' ')
    .replace(/10\s*([⁺⁻]?)([⁰¹²³⁴-⁹]+)/g, (_all, sign: string, power: string) => {
      return `10^${sign === '⁻' ? '-' : ''}${[...power].map((digit) => superscripts.indexOf(digit)).join('')}`;
    });
}

/** The digits as JavaScript writes them, or `NaN`. */
function parseDigits(digits: string, decimal: DecimalSign, notes: CellNotes): string {
  const other = decimal === '.' ? ',' : '.';
  const plain = plainDigits(digits, decimal);
  if (plain !== null) return plain;
  const grouped = groupedDigits(digits, decimal);
  if (grouped !== null) {
    notes.style = 'thousands';
    return grouped;
  }
  notes.style = 'other_decimal';
  return plainDigits(digits, other) ?? groupedDigits(digits, other) ?? 'NaN';
}

function plainDigits(digits: string, decimal: DecimalSign): string | null {
  const pattern = decimal === '.' ? /^(\d+\.?\d*|\.\d+)$/ : /^(\d+,?\d*|,\d+)$/;
  return pattern.test(digits) ? digits.replace(',', '.') : null;
}

const groups: Record<DecimalSign, RegExp> = {
  '.': /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:[ '’]\d{3})+)(?:\.\d*)?$/,
  ',': /^[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:[ '’]\d{3})+)(?:,\d*)?$/,
};

function groupedDigits(digits: string, decimal: DecimalSign): string | null {
  if (!groups[decimal].test(digits)) return null;
  const other = decimal === '.' ? ',' : '.';
  return digits.replaceAll(other, '').replace(/[ '’]/g, '').replace(',', '.');
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
