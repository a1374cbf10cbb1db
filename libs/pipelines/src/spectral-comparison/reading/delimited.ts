import type { RawSpectrum, SpectrumReading, SpectrumStructure, StructureOverrides } from '../spectrum.js';
import { buildCurves } from './build-curves.js';
import { type ColumnChoice, chooseColumns } from './choose-columns.js';
import { type ColumnFacts, measureColumn } from './column-facts.js';
import { describeDelimited, orderOf } from './describe-delimited.js';
import { guessUnits } from './guess-all-units.js';
import { findHeader, type Header, readPreamble } from './header.js';
import type { LargeText } from './large-text.js';
import { layOut, type TextLayout } from './lay-out.js';
import type { ProblemList } from './problem-list.js';
import { explainNoTable, refuseForeignText } from './refusals.js';
import { MOST_CELLS, type NumberTable } from './table.js';
import { unitText } from './unit-texts.js';

/** Reads a spectrum from delimited text, of which `text` need be no more than the beginning. Adds everything wrong to `problems`; never throws on user data. */
export function readDelimited(
  decoded: LargeText,
  fileName: string,
  told: StructureOverrides,
  problems: ProblemList,
): Omit<SpectrumReading, 'problems'> {
  const nothing = { spectrum: null, structure: null };
  if (refuseForeignText(decoded.text, problems)) return nothing;
  const layout = layOut(decoded.lines, told);
  if (layout.table === null) {
    if (!refuseSize(layout, problems)) explainNoTable(layout.lines, problems);
    return nothing;
  }
  const { lines, dialect, table } = layout;
  const header = findHeader(lines, dialect, table.firstLine, table.width);
  const facts = table.columns.flatMap((values, index) =>
    values === null ? [] : [measureColumn(values, index, header.names[index] ?? null)],
  );
  const choice = chooseColumns(facts, toldColumns(told, header, problems));
  if (choice === null) {
    tooFewColumns(facts, table, problems);
    return nothing;
  }
  // A lone point runs no way; that it is too few is said where curves are made of it.
  if (told.xColumn === undefined && table.lines.length > 1 && isNoAxis(choice, problems)) return nothing;
  const preamble = readPreamble(lines, table.firstLine, fileName);
  const units = guessUnits(choice, table, preamble, told);
  const structure = describeDelimited({ decoded, layout, header, choice, units, told });
  const curves = buildCurves(table, choice, units, header, problems);
  if (curves === null) return { spectrum: null, structure };
  warnOfOddities(layout, choice, structure, problems);
  const name = fileName.replace(/\.[^.]*$/, '');
  const spectrum: RawSpectrum = { name, fileName, ...curves, structure: withOrder(structure, curves.x) };
  return { spectrum, structure: spectrum.structure };
}

function withOrder(structure: SpectrumStructure, x: Float64Array): SpectrumStructure {
  return { ...structure, order: orderOf(x) };
}

/** Refuses a table that is too large to be a spectrum. Returns whether it did. */
function refuseSize({ lines, dialect }: TextLayout, problems: ProblemList): boolean {
  const cells = lines.length * (dialect?.width ?? 0);
  if (cells <= MOST_CELLS) return false;
  const message = `The file has ${lines.length} lines of up to ${dialect?.width} columns.`;
  const expectation = `at most ${MOST_CELLS / 1e6} million cells`;
  problems.error('TOO_MANY_CELLS', message, { value: String(cells), expectation, fix: 'Divide the file.' });
  return true;
}

/** Columns that the user named, as positions; an unknown one is a problem. */
function toldColumns(
  told: StructureOverrides,
  header: Header,
  problems: ProblemList,
): { x: number | null; ys: number[] | null } {
  const find = (column: string) => {
    const index = findColumn(column, header);
    if (index !== null) return index;
    problems.error('UNKNOWN_COLUMN', `There is no column ${JSON.stringify(column)}.`, {
      value: column,
      expectation: expectedColumns(header),
      fix: 'Name a column by its heading, or by its number counted from 1.',
    });
    return null;
  };
  const x = told.xColumn === undefined ? null : find(told.xColumn);
  const ys = told.yColumns?.map(find).filter((index) => index !== null) ?? null;
  return { x, ys };
}

function findColumn(column: string, { names }: Header): number | null {
  const wanted = column.trim().toLowerCase();
  const exact = names.findIndex((name) => name?.toLowerCase() === wanted);
  if (exact >= 0) return exact;
  const start = names.findIndex((name) => name?.toLowerCase().replace(/\s*[[(].*$/, '') === wanted);
  if (start >= 0) return start;
  const number = Number(wanted);
  return Number.isInteger(number) && number >= 1 && number <= names.length ? number - 1 : null;
}

function expectedColumns({ names }: Header): string {
  const headings = names.filter((name) => name !== null);
  const shown = headings.slice(0, 8).join(', ') + (headings.length > 8 ? ', …' : '');
  return headings.length > 0 ? `one of ${shown}` : `a number from 1 to ${names.length}`;
}

/** Whether the best candidate for x neither has a name nor, once sorted, even steps: a table of something else. */
function isNoAxis({ x, xConfidence }: ColumnChoice, problems: ProblemList): boolean {
  if (xConfidence > 0.5 || x.monotone > 0.9 || x.isRegularWhenSorted) return false;
  problems.error('NO_X_AXIS', 'No column of numbers rises or falls as an x axis does.', {
    column: x.name ?? String(x.index + 1),
    expectation: 'a column of wavenumbers or wavelengths',
    fix: 'Give a spectrum, or name its x column.',
  });
  return true;
}

function tooFewColumns(facts: readonly ColumnFacts[], table: NumberTable, problems: ProblemList): void {
  if (problems.hasErrors) return;
  const message =
    facts.length < 2
      ? 'The file has one column of numbers; a spectrum needs two.'
      : 'No two columns of numbers can be x and y of a spectrum.';
  problems.error('TOO_FEW_COLUMNS', message, {
    line: table.firstLine + 1,
    expectation: 'one column of wavenumbers or wavelengths and at least one of measured values',
    fix: 'Export both columns, or name them in the reading settings.',
  });
}

function warnOfOddities(
  layout: TextLayout & { readonly table: NumberTable },
  choice: ColumnChoice,
  structure: SpectrumStructure,
  problems: ProblemList,
): void {
  const { table } = layout;
  for (const line of table.skipped) {
    problems.warning(
      'TEXT_AMONG_DATA',
      `Line ${line} stands among the data and is no row of numbers; it was left out.`,
      {
        line,
      },
    );
  }
  if (table.rowsElsewhere > 0) {
    const rows =
      table.rowsElsewhere === 1 ? '1 row of numbers stands' : `${table.rowsElsewhere} rows of numbers stand`;
    const message = `${rows} apart from the data or ${table.rowsElsewhere === 1 ? 'is' : 'are'} divided otherwise; left out.`;
    problems.warning('ROWS_ELSEWHERE', message, { fix: 'Put one table of numbers in a file.' });
  }
  if (table.otherDecimals > 0 && structure.decimalSign) {
    const message = `${table.otherDecimals} numbers are written with the other decimal sign than the rest.`;
    problems.warning('MIXED_DECIMAL_SIGNS', message, {
      expectation: `the decimal sign ${structure.decimalSign}`,
    });
  }
  if (choice.withOtherX.length > 0) {
    const names = choice.withOtherX.map(({ name, index }) => name ?? `column ${index + 1}`).join(', ');
    const message = `${names} stand behind a second x column and were left out.`;
    problems.warning('SECOND_X_COLUMN', message, {
      expectation: 'one x column in a file',
      fix: 'Save each spectrum in a file of its own, or name the columns to read.',
    });
  }
  warnOfDoubt(structure, problems);
}

function warnOfDoubt(structure: SpectrumStructure, problems: ProblemList): void {
  const doubts = structure.decisions.filter(({ confidence }) => confidence < 0.8);
  for (const { subject, choice, because } of doubts) {
    const taken = unitText(choice);
    problems.warning('UNSURE_STRUCTURE', `Uncertain ${subject}: taken as ${taken}. ${because}`, {
      value: taken,
      fix: `Set the ${subject} if this is wrong.`,
    });
  }
}
