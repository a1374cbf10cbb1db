/** Single cells of a sheet. */
import { type CsvCell, looksLikeFormula } from '../tables/csv.js';

/** Indexes into the cell formats of `stylesXml`. */
export const styles = {
  plain: 0,
  header: 1,
  /** Text that looks like a formula. */ quoted: 2,
  wrapped: 3,
  /** Stays text when it is typed anew. */ text: 4,
} as const;

/** Longest text a cell may hold. */
const maxChars = 32_767;

/**
 * One cell. Numbers and truth values keep their type; text is written as text, and what looks like a formula is marked
 * as quoted, so that it stays text when somebody edits it. Numbers that no cell can hold become text.
 */
export function cellXml(place: string, cell: CsvCell, style: number = styles.plain): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number' && Number.isFinite(cell)) return `<c r="${place}"><v>${cell}</v></c>`;
  const text = String(cell);
  const format = style !== styles.header && looksLikeFormula(text) ? styles.quoted : style;
  const attribute = format === styles.plain ? '' : ` s="${format}"`;
  return `<c r="${place}"${attribute} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, maxChars))}</t></is></c>`;
}

/** `A`, `B`, … `Z`, `AA`, … */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text within XML 1.0; characters that it cannot hold become the replacement character. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
