/** What stands in the cells of the grid and what is wrong with them. */
import type { CellProblem, ChangedCell, ImportRow } from '../queries';
import { type CellState, cellKey } from './edits';

/** A cell as it stands, what is not saved yet included. */
export function cellState(row: ImportRow, column: number, pending: ReadonlyMap<string, string>): CellState {
  const waiting = pending.get(cellKey(row.number, column));
  if (waiting !== undefined) return { text: waiting, isRead: false };
  return { text: row.cells[column] ?? '', isRead: !row.editedColumns.includes(column) };
}

/** What stood there when the file was read; null where that has not changed. */
export function formerText(row: ImportRow, column: number, shown: string): string | null {
  const edited = row.editedColumns.indexOf(column);
  const read = edited === -1 ? (row.cells[column] ?? '') : (row.readTexts[edited] ?? '');
  return read === shown ? null : read;
}

/** How a cell differs from what the project has, in a sheet that was exported from it; null: not at all. */
export function changeOf(row: ImportRow, field: string | null): ChangedCell | null {
  return row.changes.find((change) => change.field === field) ?? null;
}

/** What the project has, where the sheet says something else; null: no such thing. */
export function textHere(change: ChangedCell | null): string | null {
  if (change === null || change.change === 'changed_alike') return null;
  const { ours } = change;
  if (ours === null) return '';
  return typeof ours === 'object' ? JSON.stringify(ours) : String(ours);
}

/** Problems at a cell, errors first; those of the row as a whole stand at its first column. */
export function problemsAt(row: ImportRow, column: number): readonly CellProblem[] {
  const here = row.problems.filter((problem) => (problem.column ?? 0) === column);
  return here.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

/** Columns with a problem, from left to right. */
export function problemColumns(row: ImportRow): number[] {
  return [...new Set(row.problems.map(({ column }) => column ?? 0))].sort((a, b) => a - b);
}

/** The worse of the problems; null where there are none. */
export function severityOf(problems: readonly CellProblem[]): CellProblem['severity'] | null {
  if (problems.some(({ severity }) => severity === 'error')) return 'error';
  return problems.length > 0 ? 'warning' : null;
}

/** What stands in the tooltip of a cell: what is wrong, what is expected, what would be right. */
export function problemTexts(problems: readonly CellProblem[]): string {
  return problems
    .map(({ message, expectation, suggestion }) =>
      [
        message,
        expectation === null ? null : `Expected: ${expectation}`,
        suggestion === null ? null : `Suggestion: ${suggestion}`,
      ]
        .filter((part) => part !== null)
        .join('\n'),
    )
    .join('\n');
}
