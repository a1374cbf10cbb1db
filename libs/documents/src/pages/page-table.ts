/** Tables on pages: columns as wide as they need, text wrapped, the head again on each page. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { drawText, type Pages, type TextStyle, textStyles } from './pages.js';

export interface PageColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

export interface PageRow {
  readonly cells: readonly string[];
  /** In bold, the whole row. */
  readonly isStrong?: boolean;
  /** Indexes of cells in bold. */
  readonly strongCells?: readonly number[];
}

const padding = 4;
const lineHeight = textStyles.cell.size * 1.3;
/** Rows that column widths are taken from. */
const sampleRows = 300;
const minWidth = 26;

export function drawTable(pages: Pages, columns: readonly PageColumn[], rows: readonly PageRow[]): void {
  const widths = columnWidths(pages, columns, rows);
  const head: PageRow = { cells: columns.map(({ heading }) => heading), isStrong: true };
  const headLines = wrapped(pages, head, widths);
  const drawHead = () => drawRow(pages, head, headLines, { widths, columns, fill: '#f3f5f8' });
  drawHead();
  for (const row of rows) {
    const lines = wrapped(pages, row, widths);
    if (pages.reserve(rowHeight(lines))) drawHead();
    drawRow(pages, row, lines, { widths, columns, fill: row.isStrong ? '#eaf6f0' : null });
  }
}

/** What each column needs, shrunk alike where the page is narrower; the widest columns give most. */
function columnWidths(pages: Pages, columns: readonly PageColumn[], rows: readonly PageRow[]): number[] {
  const wanted = columns.map(({ heading }, index) => {
    const words = heading.split(' ').map((word) => pages.measure(word, textStyles.cellStrong));
    const texts = rows
      .slice(0, sampleRows)
      .map(({ cells }) => pages.measure(cells[index] ?? '', textStyles.cellStrong));
    return Math.max(minWidth, ...words, ...texts) + 2 * padding;
  });
  const total = wanted.reduce((sum, width) => sum + width, 0);
  if (total <= pages.width) return wanted;
  // The largest cap under which the columns fit.
  let [low, high] = [minWidth, Math.max(...wanted)];
  for (let step = 0; step < 30; step++) {
    const cap = (low + high) / 2;
    const sum = wanted.reduce((all, width) => all + Math.min(width, cap), 0);
    if (sum > pages.width) high = cap;
    else low = cap;
  }
  return wanted.map((width) => Math.min(width, low));
}

function wrapped(pages: Pages, row: PageRow, widths: readonly number[]): string[][] {
  return row.cells.map((cell, index) =>
    pages.wrap(cell, styleOf(row, index), (widths[index] ?? minWidth) - 2 * padding),
  );
}

const styleOf = ({ isStrong, strongCells }: PageRow, index: number): TextStyle =>
  isStrong || strongCells?.includes(index) ? textStyles.cellStrong : textStyles.cell;

const rowHeight = (lines: readonly (readonly string[])[]) =>
  Math.max(...lines.map((cell) => cell.length), 1) * lineHeight + padding;

interface RowPlace {
  readonly widths: readonly number[];
  readonly columns: readonly PageColumn[];
  readonly fill: string | null;
}

function drawRow(
  pages: Pages,
  row: PageRow,
  lines: readonly (readonly string[])[],
  { widths, columns, fill }: RowPlace,
): void {
  const height = rowHeight(lines);
  const total = widths.reduce((sum, width) => sum + width, 0);
  pages.draw(height, (context, x, y) => {
    if (fill !== null) {
      context.fillStyle = fill;
      context.fillRect(x, y, total, height);
    }
    context.fillStyle = '#d5dbe3';
    context.fillRect(x, y + height - 0.5, total, 0.5);
    let left = x;
    for (const [index, cell] of lines.entries()) {
      const width = widths[index] ?? minWidth;
      const align = columns[index]?.align ?? 'left';
      drawCell(context, cell, { left, width, top: y + padding / 2, align, style: styleOf(row, index) });
      left += width;
    }
    context.textAlign = 'left';
  });
}

interface CellPlace {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly align: 'left' | 'right';
  readonly style: TextStyle;
}

function drawCell(
  context: SKRSContext2D,
  lines: readonly string[],
  { left, width, top, align, style }: CellPlace,
): void {
  context.textAlign = align;
  const x = align === 'left' ? left + padding : left + width - padding;
  for (const [index, line] of lines.entries()) drawText(context, line, x, top + index * lineHeight, style);
}
