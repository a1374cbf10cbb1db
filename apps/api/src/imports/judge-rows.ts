/** Judges rows of a draft: their cells one by one, then what they ask for, together with the rows that matter to them. */
import {
  type CheckedRow,
  type KnownNames,
  type RowChecker,
  rowChecker,
  type SheetProblem,
  type SheetRow,
} from '@batchyard/domain';
import {
  type CheckedImportRow,
  editedCells,
  type ImportCells,
  type ImportRecord,
  type ImportRowRecord,
  type ImportSettings,
} from '@batchyard/persistence';
import { nearestName } from '@batchyard/pipelines';
import type { Persistence } from '../persistence.module.js';
import type { ComparedRow, KindHandler, RowVerdict } from './kinds/kind-handler.js';
import { namesMeant } from './kinds/names-there.js';
import { acceptedDamage, fieldsFor } from './understand-sheet.js';

type Imports = Persistence['imports'];

/** What a draft's rows are judged by, as it is understood now. */
export interface RowJudge {
  /** Their cells, with what people put into them. */
  check(rows: readonly ImportRowRecord[]): Promise<ComparedRow[]>;
  /** The own name of a row, as `namesOf` gives it first, without a look at its other cells. */
  ownName(row: ImportCells): string;
  /** Names by which rows matter to each other: the row's own first, then those that it leans on; '' for none. */
  namesOf(row: ComparedRow): readonly string[];
  /** Columns of these names, the own first; null where the sheet has none. */
  readonly nameColumns: readonly (number | null)[];
  /** One verdict for each row, in their order, which is that of the sheet. Writes nothing. */
  judge(rows: readonly ComparedRow[]): Promise<CheckedImportRow[]>;
  /** Fields that the sheet has a column for. */
  readonly mapped: ReadonlySet<string>;
}

/**
 * Knows what the cells of each column have in common. Only cells as they were read count for that, so that an edit
 * never changes what is said of other rows' cells.
 */
export async function observedChecker(
  imports: Imports,
  draft: ImportRecord,
  handler: KindHandler,
): Promise<RowChecker> {
  const { decimal = '.', dateOrder = 'day-first' } = draft.settings as Partial<ImportSettings>;
  const checker = rowChecker({
    fields: fieldsFor(handler, draft.columns),
    columns: draft.columns,
    conventions: { decimal, dateOrder },
    nearest: nearestName,
    constants: handler.valuesOfHeadings?.(draft.columns) ?? {},
    accepted: acceptedDamage(draft.settings),
  });
  for await (const rows of imports.allCells(draft.id)) for (const row of rows) checker.observe(row);
  return checker;
}

export function rowJudge(draft: ImportRecord, handler: KindHandler, checker: RowChecker): RowJudge {
  const columnOf = new Map(draft.columns.map(({ field, column }) => [field, column]));
  const mapped = new Set(draft.columns.flatMap(({ field }) => (field === null ? [] : [field])));
  const isBack = draft.settings.exportedAt !== undefined && handler.compare !== undefined;
  return {
    mapped,
    nameColumns: handler.nameFields.map((field) => columnOf.get(field) ?? null),
    async check(rows) {
      const sheetRows = rows.map((row) => ({ number: row.number, cells: editedCells(row) }));
      const known = await knownOf(handler, columnOf, sheetRows);
      return rows.map((row, index) => ({
        row: checker.check(sheetRows[index] ?? { number: row.number, cells: [] }, known),
        base: row.base,
        decisions: row.decisions,
        plainStatus: row.problems.length + row.changes.length === 0 ? row.status : null,
        told: row.changes,
      }));
    },
    ownName(row) {
      const [field = ''] = handler.nameFields;
      return String(checker.valueOf({ cells: editedCells(row) }, field) ?? '');
    },
    namesOf: ({ row }) => handler.nameFields.map((field) => String(row.values[field] ?? '')),
    async judge(rows) {
      const readable = rows.filter(({ row }) => !row.problems.some(isError));
      const verdicts = isBack
        ? ((await handler.compare?.(readable, mapped)) ?? [])
        : await handler.judge(readable.map(({ row }) => row));
      const byRow = new Map(readable.map(({ row }, index) => [row.row, verdicts[index]]));
      return rows.map(({ row }) => judged(row, byRow.get(row.row), columnOf));
    },
  };
}

/** Names of the project that the rows may mean, by field. */
async function knownOf(
  { named }: KindHandler,
  columnOf: ReadonlyMap<string | null, number>,
  rows: readonly SheetRow[],
): Promise<ReadonlyMap<string, KnownNames>> {
  const known = new Map<string, KnownNames>();
  for (const [field, there] of named) {
    const column = columnOf.get(field);
    if (column === undefined) continue;
    known.set(
      field,
      await namesMeant(
        there,
        rows.map(({ cells }) => cells[column] ?? null),
      ),
    );
  }
  return known;
}

const isError = ({ severity }: SheetProblem) => severity === 'error';

function judged(
  { row: number, problems: found }: CheckedRow,
  verdict: RowVerdict | undefined,
  columnOf: ReadonlyMap<string | null, number>,
): CheckedImportRow {
  if (verdict === undefined) return { number, status: 'error', problems: found, changes: [] };
  const { status, changes = [] } = verdict;
  const own = verdict.problems.map((problem) => ({
    ...problem,
    column: columnOf.get(problem.field) ?? null,
  }));
  const problems = [...found, ...own];
  return { number, status: status === 'new' && problems.length > 0 ? 'warning' : status, problems, changes };
}
