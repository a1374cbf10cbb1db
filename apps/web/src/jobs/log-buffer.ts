/** The lines of a log as they were read so far, and where to go on. */

export interface NumberedLine {
  readonly attempt: number;
  readonly line: number;
}

export interface LogBuffer<L extends NumberedLine> {
  readonly lines: readonly L[];
  /** Cursor of the last line read; null before the first one. */
  readonly cursor: string | null;
  /** Oldest lines that were dropped to keep the page light. */
  readonly dropped: number;
}

export function emptyLog<L extends NumberedLine>(): LogBuffer<L> {
  return { lines: [], cursor: null, dropped: 0 };
}

/** Most lines that a page keeps; of a longer log it keeps the newest. */
export const keptLines = 5000;

/**
 * The buffer with the next page of lines. A line that is there already is not doubled, so that reading may resume
 * anywhere.
 * @param cursor endCursor of the page; null for an empty one
 */
export function withLines<L extends NumberedLine>(
  buffer: LogBuffer<L>,
  page: readonly L[],
  cursor: string | null,
  most = keptLines,
): LogBuffer<L> {
  const last = buffer.lines.at(-1);
  const fresh = last === undefined ? page : page.filter((line) => isAfter(line, last));
  if (fresh.length === 0) return cursor === null ? buffer : { ...buffer, cursor };
  const all = [...buffer.lines, ...fresh];
  const surplus = Math.max(0, all.length - most);
  return {
    lines: surplus === 0 ? all : all.slice(surplus),
    cursor: cursor ?? buffer.cursor,
    dropped: buffer.dropped + surplus,
  };
}

function isAfter(line: NumberedLine, other: NumberedLine): boolean {
  return line.attempt > other.attempt || (line.attempt === other.attempt && line.line > other.line);
}
