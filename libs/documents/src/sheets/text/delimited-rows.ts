/** Cuts delimited text (RFC 4180) into rows as it arrives. */

import { type SheetRow, saysSomething } from '@batchyard/domain/sheets';
import { sheetLimits } from '../limits.js';
import { UnreadableSheet } from '../sheet-file.js';

/**
 * Rows of which a cell says something. A quote only opens at the beginning of a cell; blanks around a cell are kept, for
 * they may be damage worth telling.
 * @param file name for problems
 * @throws UnreadableSheet where a quote is not closed, or a row or cell is beyond what spreadsheets hold
 */
export async function* delimitedRows(
  chunks: AsyncIterable<string>,
  delimiter: string,
  file: string,
): AsyncGenerator<SheetRow> {
  const cutter = new RowCutter(delimiter, file);
  for await (const chunk of chunks) yield* cutter.push(chunk);
  yield* cutter.end();
}

/** Holds the row that is being read; everything before it is gone. */
class RowCutter {
  private rest = '';
  private line = 1;
  constructor(
    private readonly delimiter: string,
    private readonly file: string,
  ) {}

  *push(chunk: string): Generator<SheetRow> {
    this.rest += chunk;
    let start = 0;
    for (;;) {
      const cut = this.cutRow(start, false);
      if (cut === null) break;
      if (cut.row !== null) yield cut.row;
      start = cut.end;
    }
    this.rest = this.rest.slice(start);
    if (this.rest.length > sheetLimits.maxRowChars)
      throw this.unclosed('is longer than any row of a spreadsheet');
  }

  *end(): Generator<SheetRow> {
    let start = 0;
    while (start < this.rest.length) {
      const cut = this.cutRow(start, true);
      if (cut === null) throw this.unclosed('is not closed before the end of the file');
      if (cut.row !== null) yield cut.row;
      start = cut.end;
    }
  }

  /** The next row whole, or null where more text is needed. */
  private cutRow(start: number, isEnd: boolean): { row: SheetRow | null; end: number } | null {
    const { rest, delimiter } = this;
    const cells: (string | null)[] = [];
    let [at, lines] = [start, 1];
    for (;;) {
      let quoted = '';
      if (rest.charCodeAt(at) === 34) {
        const close = closingQuote(rest, at + 1);
        // A quote at the end of what is here may be the first half of a doubled one.
        if (close < 0 || (close === rest.length - 1 && !isEnd)) return null;
        quoted = rest.slice(at + 1, close).replaceAll('""', '"');
        lines += countLines(quoted);
        at = close + 1;
      }
      const from = at;
      const end = cellEnd(rest, at, delimiter);
      if (end === rest.length && !isEnd) return null;
      const isRowEnd = end === rest.length || rest.charCodeAt(end) === 10;
      const to = isRowEnd && rest.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end;
      const text = quoted + rest.slice(from, to);
      cells.push(text === '' ? null : text);
      at = end + 1;
      if (!isRowEnd) continue;
      const number = this.line;
      this.line += lines;
      this.check(cells, number);
      return { row: cells.some(saysSomething) ? { number, cells } : null, end: at };
    }
  }

  private check(cells: readonly (string | null)[], line: number): void {
    if (cells.length > sheetLimits.maxColumns) {
      throw this.refusal(line, `has ${cells.length} cells`, `at most ${sheetLimits.maxColumns} columns`);
    }
  }

  private unclosed(what: string): UnreadableSheet {
    return this.refusal(this.line, `begins a quoted cell that ${what}`, 'a closing "');
  }

  private refusal(line: number, what: string, expectation: string): UnreadableSheet {
    return new UnreadableSheet({
      code: 'BAD_ROW',
      message: `${this.file}, line ${line} ${what}.`,
      place: { file: this.file, line },
      expectation,
      fix: `Mend line ${line} of ${this.file}; a " within a cell is written "".`,
    });
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || text.charCodeAt(at + 1) !== 34) return at;
  }
}

function cellEnd(text: string, from: number, delimiter: string): number {
  const code = delimiter.charCodeAt(0);
  let at = from;
  for (; at < text.length; at++) {
    const each = text.charCodeAt(at);
    if (each === code || each === 10) break;
  }
  return at;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
