import type { Delimiter } from '../spectrum.js';

/** Lines by index, which is the line number less one. An array is such; of a large file a part at a time is held. */
export interface TextLines extends Iterable<string> {
  readonly length: number;
  at(index: number): string | undefined;
  slice(from?: number, to?: number): readonly string[];
}

/** Splits text into lines at any line end. The array's index is the line number less one. */
export function splitLines(text: string): string[] {
  if (!text.includes('\r')) return text.split('\n');
  return text.split(/\r\n|\n|\r/);
}

export function isBlank(line: string): boolean {
  return line.length < 400 && line.trim() === '';
}

/** Whether a line is a remark by its first sign; a line that holds data is data all the same. */
export function isComment(line: string): boolean {
  return /^\s*"?(#|\/\/|;|%|\*|!)/.test(line);
}

/** A remark without its sign. */
export function withoutCommentSign(line: string): string {
  return line.replace(/^\s*"?(#+|\/\/+|;+|%+|\*+|!+)\s*/, '');
}

/**
 * The cells of a line, trimmed and without quotes, into `cells` (which is emptied first).
 * Quotes as in RFC 4180, within one line.
 */
export function splitCells(line: string, delimiter: Delimiter, cells: string[]): void {
  cells.length = 0;
  if (delimiter === 'whitespace') splitAtSpaces(line, cells);
  else if (line.includes('"')) splitQuoted(line, delimiter, cells);
  else splitPlain(line, delimiter, cells);
}

function splitPlain(line: string, delimiter: string, cells: string[]): void {
  let start = 0;
  for (;;) {
    const end = line.indexOf(delimiter, start);
    if (end < 0) break;
    cells.push(line.slice(start, end).trim());
    start = end + 1;
  }
  cells.push(line.slice(start).trim());
}

function splitAtSpaces(line: string, cells: string[]): void {
  if (line.includes('"')) {
    for (const match of line.matchAll(/"([^"]*)"|[^\s"]+/g)) cells.push((match[1] ?? match[0]).trim());
    return;
  }
  const length = line.length;
  let start = -1;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? line.charCodeAt(i) : 32;
    const isSpace = code === 32 || code === 9 || code === 160 || code === 12 || code === 26;
    if (isSpace && start >= 0) {
      cells.push(line.slice(start, i));
      start = -1;
    } else if (!isSpace && start < 0) start = i;
  }
}

function splitQuoted(line: string, delimiter: string, cells: string[]): void {
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '"') {
      if (quoted && line[i + 1] === '"') cell += line[i++];
      else quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  cells.push(cell.trim());
}
