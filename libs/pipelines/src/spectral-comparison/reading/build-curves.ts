import type { RawCurve } from '../spectrum.js';
import type { ColumnChoice } from './choose-columns.js';
import type { ColumnFacts } from './column-facts.js';
import type { ChosenUnits } from './guess-all-units.js';
import type { Header } from './header.js';
import { withoutUnit } from './headings.js';
import type { ProblemList } from './problem-list.js';
import { GARBAGE, MISSING, type NumberTable, pickNumbers } from './table.js';

/** x and the chosen curves, without rows that have no x. Null, with the reason added, where fewer than 2 points are left. */
export function buildCurves(
  table: NumberTable,
  choice: ColumnChoice,
  units: ChosenUnits,
  header: Header,
  problems: ProblemList,
): { x: Float64Array; lines: Int32Array; curves: readonly RawCurve[] } | null {
  const allX = table.columns[choice.x.index]!;
  const all = new Int32Array(allX.length);
  let count = 0;
  for (let row = 0; row < allX.length; row++) {
    if (Number.isNaN(allX[row]!)) warnOfCell(table, choice.x, row, problems);
    else all[count++] = row;
  }
  const rows = all.subarray(0, count);
  for (const y of choice.ys) for (const row of rows) warnOfCell(table, y, row, problems);
  const x = pickNumbers(allX, rows);
  const lines = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) lines[i] = table.lines[rows[i]!]!;
  const curves = choice.ys.map(({ index }, i): RawCurve => {
    const values = table.columns[index]!;
    const heading = header.names[index] ?? null;
    const y = pickNumbers(values, rows);
    return { name: heading === null ? null : withoutUnit(heading), unit: units.ys[i]!.unit, y };
  });
  if (curves.some(({ y }) => hasTwoNumbers(y))) return { x, lines, curves };
  problems.error(
    'TOO_FEW_POINTS',
    `The file has ${x.length} ${x.length === 1 ? 'point' : 'points'} with both values.`,
    {
      line: table.firstLine + 1,
      value: String(x.length),
      expectation: 'at least 2 points',
      fix: 'Export the whole spectrum.',
    },
  );
  return null;
}

function hasTwoNumbers(values: Float64Array): boolean {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value) && ++count === 2) return true;
  return false;
}

/** A row without one of its values is dropped from that curve, and said. */
function warnOfCell(table: NumberTable, column: ColumnFacts, row: number, problems: ProblemList): void {
  const kind = table.cells[column.index]![row];
  if (kind !== MISSING && kind !== GARBAGE) return;
  const line = table.lines[row]!;
  const label = column.name ?? String(column.index + 1);
  const place = { line, column: label };
  if (kind === MISSING) {
    const message = `Line ${line} has no value in column ${label}; the point was left out.`;
    problems.warning('MISSING_VALUE', message, { ...place, expectation: 'a number' });
  } else {
    const message = `Line ${line} has text instead of a number in column ${label}; the point was left out.`;
    problems.warning('NOT_A_NUMBER', message, {
      ...place,
      expectation: 'a number',
      fix: 'Correct the value.',
    });
  }
}
