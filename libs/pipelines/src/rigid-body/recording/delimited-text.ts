import type { ProblemList } from './problem-list.js';

/** One row of a delimited text with the number of the line on which it begins, from 1. */
export interface TextRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];

/**
 * Rows of a CSV, semicolon- or tab-separated file. Byte order mark and any line ends are accepted, cells are
 * trimmed, blank lines skipped, quotes as in RFC 4180. Returns null, with the reason added, where the bytes
 * are no such text.
 */
export function readDelimitedText(bytes: Uint8Array, problems: ProblemList): TextRow[] | null {
  const text = decode(bytes, problems);
  if (text === null) return null;
  const firstLine = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '');
  if (firstLine === undefined) return emptyFile(problems);
  const delimiter = detectDelimiter(firstLine);
  if (delimiter === null) {
    problems.error('WRONG_DELIMITER', 'The first row is not divided into columns.', {
      place: { line: 1 },
      value: firstLine.slice(0, 80),
      expectation: 'columns divided by commas, semicolons or tabs',
      fix: 'Export the file with commas between the columns.',
    });
    return null;
  }
  const rows = splitRows(text, delimiter, problems);
  return rows.length > 0 ? rows : emptyFile(problems);
}

function emptyFile(problems: ProblemList): null {
  problems.error('EMPTY_FILE', 'The file has no rows.', { fix: 'Export the recording again.' });
  return null;
}

function decode(bytes: Uint8Array, problems: ProblemList): string | null {
  const expectation = 'text in UTF-8';
  const fix = 'Export the recording as CSV in UTF-8.';
  if (bytes.length === 0) {
    problems.error('EMPTY_FILE', 'The file is empty (0 bytes).', { expectation, fix });
    return null;
  }
  if (bytes.includes(0)) {
    problems.error('NOT_TEXT', 'The file holds zero bytes: it is binary or in UTF-16.', { expectation, fix });
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    problems.error('NOT_TEXT', 'The file is not in UTF-8.', { expectation, fix });
    return null;
  }
}

function detectDelimiter(line: string): Delimiter | null {
  const counted = delimiters.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count > 0 ? best.delimiter : null;
}

function splitRows(text: string, delimiter: Delimiter, problems: ProblemList): TextRow[] {
  if (text.includes('"')) return splitQuoted(text, delimiter, problems);
  const rows: TextRow[] = [];
  text.split(/\r\n|\r|\n/).forEach((content, index) => {
    const cells = content.split(delimiter).map((cell) => cell.trim());
    if (!isBlank(cells)) rows.push({ line: index + 1, cells });
  });
  return rows;
}

/** A line without delimiters; a row of empty cells is a frame in which nothing was seen. */
const isBlank = (cells: readonly string[]) => cells.length === 1 && cells[0] === '';

/** Character by character, as quoted cells may hold delimiters and line ends. */
function splitQuoted(text: string, delimiter: Delimiter, problems: ProblemList): TextRow[] {
  const rows: TextRow[] = [];
  const source = text.replace(/\r\n?/g, '\n');
  let line = 1;
  let startLine = 1;
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => {
    cells.push(cell.trim());
    if (!isBlank(cells)) rows.push({ line: startLine, cells });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < source.length; i++) {
    const character = source[i]!;
    if (character === '\n') line++;
    if (character === '"') {
      if (quoted && source[i + 1] === '"') cell += source[i++];
      else quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else if (character === '\n' && !quoted) {
      endRow();
      startLine = line;
    } else cell += character;
  }
  endRow();
  if (quoted) {
    problems.error('OPEN_QUOTE', 'A quotation mark is opened but never closed.', {
      place: { line: startLine },
      fix: 'Close the quotation mark or remove it.',
    });
  }
  return rows;
}
