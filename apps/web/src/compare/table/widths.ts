/** Widths of table columns, known before rows are drawn, so that scrolling moves no column. */

import type { Setting } from '../queries';
import type { Column } from './columns';

const letterPx = 7.2;
const marginPx = 24;
const leastPx = 76;
const mostPx = 260;
/** Settings that are measured; more would cost time and change little. */
const sample = 100;

/** Width of a column for its longest text; headings may take two lines. */
export function columnWidthPx(column: Column, settings: readonly Setting[]): number {
  const step = Math.max(1, Math.floor(settings.length / sample));
  const measured = settings.filter((_, index) => index % step === 0);
  const longest = measured.reduce((most, setting) => Math.max(most, column.text(setting)?.length ?? 0), 0);
  const heading = Math.max(
    ...column.heading.split(/\s+/).map((word) => word.length),
    Math.ceil(column.heading.length / 2) + 2,
  );
  // Beside the rank stand a checkbox and what makes it special; beside a metric's heading the menu to sort.
  const extra = column.kind === 'rank' ? 62 : column.parts ? 20 : 0;
  const letters = Math.max(longest, heading + 2, column.kind === 'difference' ? 9 : 0);
  return Math.round(Math.min(mostPx, Math.max(leastPx, letters * letterPx + marginPx + extra)));
}
