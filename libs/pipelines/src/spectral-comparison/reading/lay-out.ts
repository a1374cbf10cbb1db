import type { Delimiter, Orientation, StructureOverrides } from '../spectrum.js';
import { separateCommaFractions } from './comma-fractions.js';
import { type Dialect, detectDialect } from './dialect.js';
import type { TextLines } from './lines.js';
import { type NumberTable, readTable } from './table.js';
import { TOLD_REASON } from './told.js';
import { detectOrientation, turnRound } from './transpose.js';

/** A text as a table of numbers. `table` is null where no line is a row of two numbers. */
export type TextLayout = {
  /** As in the file, or turned round where each row is a spectrum. */
  readonly lines: TextLines;
  readonly orientation: Orientation;
  readonly orientationBecause: string;
  /** As found in the file; null where there is none. */
  readonly delimiter: Delimiter | null;
} & (
  | { readonly table: NumberTable; readonly dialect: Dialect }
  | { readonly table: null; readonly dialect: Dialect | null }
);

/** Finds how a text is divided and which way round it is, and reads its numbers. */
export function layOut(lines: TextLines, told: StructureOverrides): TextLayout {
  const dialect = detectDialect(lines, told, told.linesBeforeData);
  if (dialect === null) {
    return { lines, orientation: 'columns', orientationBecause: '', delimiter: null, table: null, dialect };
  }
  const orientation = told.orientation ?? detectOrientation(lines, dialect);
  return orientation === 'columns' ? inColumns(lines, dialect, told) : inRows(lines, dialect, told);
}

function inColumns(lines: TextLines, dialect: Dialect, told: StructureOverrides): TextLayout {
  const separated = told.delimiter || told.decimalSign ? null : separateCommaFractions(lines, dialect);
  const text = separated ?? { lines, dialect };
  return {
    lines: text.lines,
    orientation: 'columns',
    orientationBecause: told.orientation ? TOLD_REASON : 'There are more rows than columns.',
    delimiter: dialect.delimiter,
    table: readTable(text.lines, text.dialect, told.linesBeforeData),
    dialect: text.dialect,
  };
}

function inRows(lines: TextLines, dialect: Dialect, told: StructureOverrides): TextLayout {
  const turned = turnRound(lines, dialect);
  const found = detectDialect(turned, { delimiter: '\t', decimalSign: dialect.decimalSign });
  const layout = {
    lines: turned,
    orientation: 'rows',
    orientationBecause: told.orientation
      ? TOLD_REASON
      : `A row holds ${dialect.width} cells whose numbers run one way, and there are few rows.`,
    delimiter: dialect.delimiter,
  } as const;
  if (found === null) return { ...layout, table: null, dialect: null };
  // What was found out about the file counts, not about the text made of it.
  const turnedDialect: Dialect = { ...dialect, delimiter: '\t', width: found.width };
  return { ...layout, table: readTable(turned, turnedDialect), dialect: turnedDialect };
}
