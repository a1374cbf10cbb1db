/** Checks all rows of a draft: their cells, then what they ask for, a portion at a time. */
import { type CheckedRow, rowChecker, type SheetProblem, unmappedFields } from '@batchyard/domain';
import {
  type CheckedImportRow,
  editedCells,
  type ImportRecord,
  type ImportRowRecord,
  type ImportSettings,
} from '@batchyard/persistence';
import { nearestName } from '@batchyard/pipelines';
import type { Persistence } from '../persistence.module.js';
import type { ComparedRow, KindHandler, RowVerdict } from './kinds/kind-handler.js';
import { acceptedDamage, fieldsFor } from './understand-sheet.js';

/** A row as it stands, with what was found out about it. */
export interface JudgedRow {
  readonly checked: CheckedRow;
  readonly status: CheckedImportRow['status'];
  readonly problems: readonly SheetProblem[];
  readonly changes: NonNullable<RowVerdict['changes']>;
  readonly replaces: RowVerdict['replaces'];
}

/** Judges every row of the draft as it is now; writes nothing. */
export async function judgeImport(
  { imports }: Pick<Persistence, 'imports'>,
  draft: ImportRecord,
  handler: KindHandler,
): Promise<JudgedRow[]> {
  const checker = rowChecker(checkSettings(draft, handler));
  for await (const rows of imports.allRows(draft.id)) for (const row of rows) checker.observe(asRow(row));
  const compared: ComparedRow[] = [];
  for await (const rows of imports.allRows(draft.id)) {
    for (const row of rows) {
      const { base, decisions } = row;
      compared.push({ row: checker.check(asRow(row)), base, decisions });
    }
  }
  const checked = compared.map(({ row }) => row);
  const comparable = compared.filter(({ row }) => !hasError(row.problems));
  const readable = comparable.map(({ row }) => row);
  const mapped = new Set(draft.columns.flatMap(({ field }) => (field === null ? [] : [field])));
  const isBack = handler.compare !== undefined && compared.some(({ base }) => base !== null);
  const verdicts = isBack
    ? ((await handler.compare?.(comparable, mapped)) ?? [])
    : await handler.judge(readable);
  const byRow = new Map(readable.map(({ row }, index) => [row, verdicts[index]]));
  const columnOf = new Map(draft.columns.map(({ field, column }) => [field, column]));
  return checked.map((row) => judged(row, byRow.get(row.row), columnOf));
}

/** Judges and keeps what was found out. */
export async function checkImport(
  persistence: Pick<Persistence, 'imports'>,
  draft: ImportRecord,
  handler: KindHandler,
): Promise<void> {
  const rows = await judgeImport(persistence, draft, handler);
  for (let at = 0; at < rows.length; at += portionRows) {
    const portion = rows.slice(at, at + portionRows);
    await persistence.imports.writeChecks(
      draft.id,
      portion.map(({ checked, status, problems, changes }) => ({
        number: checked.row,
        status,
        problems,
        changes,
      })),
    );
  }
  await persistence.imports.writeCounts(draft.id, await persistence.imports.countRows(draft.id));
}

const portionRows = 2_000;

function checkSettings(draft: ImportRecord, handler: KindHandler) {
  const { decimal = '.', dateOrder = 'day-first' } = draft.settings as Partial<ImportSettings>;
  return {
    fields: fieldsFor(handler, draft.columns),
    columns: draft.columns,
    conventions: { decimal, dateOrder },
    nearest: nearestName,
    known: handler.known,
    constants: handler.valuesOfHeadings?.(draft.columns) ?? {},
    accepted: acceptedDamage(draft.settings),
  };
}

const asRow = (row: ImportRowRecord) => ({ number: row.number, cells: editedCells(row) });
const hasError = (problems: readonly SheetProblem[]) => problems.some(({ severity }) => severity === 'error');

function judged(
  checked: CheckedRow,
  verdict: RowVerdict | undefined,
  columnOf: ReadonlyMap<string | null, number>,
): JudgedRow {
  if (verdict === undefined) {
    return { checked, status: 'error', problems: checked.problems, changes: [], replaces: undefined };
  }
  const { changes = [], replaces } = verdict;
  const own = verdict.problems.map((problem) => ({
    ...problem,
    column: columnOf.get(problem.field) ?? null,
  }));
  const problems = [...checked.problems, ...own];
  const isWarned = verdict.status === 'new' && problems.length > 0;
  return { checked, status: isWarned ? 'warning' : verdict.status, problems, changes, replaces };
}

/** Why nothing can be imported yet, whatever the rows say; null when something can. */
export function mappingProblem(draft: ImportRecord, handler: KindHandler): string | null {
  const missing = unmappedFields(draft.columns, handler.fields).map(({ title }) => title);
  if (missing.length === 0) return null;
  return `No column fills ${missing.join(', ')}. Match a column of the sheet with ${missing.length === 1 ? 'it' : 'each'}.`;
}
