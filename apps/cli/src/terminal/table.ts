/** Plain-text tables that fit the terminal: long cells are wrapped, never cut. */

const gap = '  ';
/** Words up to this length are never broken, so that names can be copied from a table. */
const longestKeptWord = 48;

/** Width to write to, in characters: the terminal's, or 100 where there is none. */
export function terminalWidth(stream: { readonly columns?: number } = process.stdout): number {
  return Math.max(60, stream.columns ?? 100);
}

/**
 * @param rows one text for each header; missing ones are empty
 * @returns lines without a trailing newline; columns that are empty in every row are left out
 */
export function renderTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  width = terminalWidth(),
): string {
  const used = headers.map((_, column) => column).filter((column) => rows.some((row) => row[column]));
  const lines = [headers, ...rows].map((row) => used.map((column) => row[column] ?? ''));
  const widths = fitWidths(lines, width);
  return lines.map((row) => renderRow(row, widths)).join('\n');
}

/** Takes room from the widest columns first, down to their longest words. */
function fitWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const least = columns.map((cells) =>
    Math.min(
      longestKeptWord,
      Math.max(...cells.flatMap((cell) => cell.split(/\s+/)).map((word) => word.length)),
    ),
  );
  const spare = () => widths.map((each, column) => (each > (least[column] ?? 0) ? each : 0));
  while (widths.reduce((sum, each) => sum + each, gap.length * (widths.length - 1)) > width) {
    const widest = Math.max(...spare());
    if (widest === 0) break;
    widths[spare().indexOf(widest)] = widest - 1;
  }
  return widths;
}

function renderRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((text, column) => wrap(text, widths[column] ?? 0));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  ).join('\n');
}

/** Breaks at spaces, and inside words that are longer than the width. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
