/** Rows of annotations that come back, against what they were and what the project holds now. */
import {
  annotationsOfRow,
  type CheckedRow,
  compareRow,
  mergedChanges,
  type RowChange,
  undecided,
  type Vocabulary,
} from '@batchyard/domain';
import type { AssignmentEntry, ExportedAnnotation } from '@batchyard/persistence';
import { editedValues } from '../../exports/open-editing.js';
import {
  type ComparedRow,
  type Replacement,
  type RowVerdict,
  rowProblem,
  type WrittenRow,
  wrong,
} from './kind-handler.js';

/** Of a changed row also what it is written as. */
export type Comparison = RowVerdict & { readonly replaces?: Replacement };

/** @param current what the row was exported from, as it is now; undefined: it is gone */
export function compareAnnotation(
  { row, base, decisions }: ComparedRow,
  current: ExportedAnnotation | undefined,
  fields: ReadonlySet<string>,
  vocabulary: Vocabulary,
): Comparison | null {
  if (base === null) return null;
  const ours = current === undefined ? null : editedValues(current, vocabulary);
  const compared = Object.keys(base.hashes).filter((field) => fields.has(field));
  const change: RowChange = compareRow(compared, base.hashes, row.values, ours);
  if (change.kind === 'gone') return gone(row);
  if (current === undefined || ours === null || change.kind === 'new' || change.kind === 'unchanged')
    return unchanged;
  const changes = change.cells;
  if (undecided(changes, decisions).length > 0) return { status: 'conflict', problems: [], changes };
  const merged = mergedChanges(changes, decisions);
  if (Object.keys(merged).length === 0) return { ...unchanged, changes };
  const replaces = { replacedId: current.id, values: { ...ours, ...merged } };
  if (replaces.values.value == null) return wrong(rowProblem(row, 'value', 'The value is missing'));
  return { status: 'changed', problems: [], changes, replaces };
}

const unchanged: RowVerdict = { status: 'unchanged', problems: [] };

function gone(row: CheckedRow): RowVerdict {
  const message =
    'It was taken away or changed here as a whole since the sheet was exported; the row is left out';
  return { status: 'gone', problems: [rowProblem(row, null, message, { severity: 'warning' })] };
}

/** What a row asks to be said. @param current what rows replace, by id */
export function entriesOf(
  { values, replacedId }: Pick<WrittenRow, 'values' | 'replacedId'>,
  vocabulary: Vocabulary,
  current: ReadonlyMap<string, ExportedAnnotation>,
): AssignmentEntry[] {
  const entries = annotationsOfRow(values, vocabulary);
  if (replacedId === undefined) return entries;
  // Details that the sheet has no column for stay as they are.
  const declared = new Set(vocabulary.kinds.flatMap((kind) => kind.details.map(({ name }) => name)));
  const kept = Object.entries(current.get(replacedId)?.detail ?? {}).filter(([name]) => !declared.has(name));
  return entries.map((entry) => ({
    ...entry,
    detail: { ...Object.fromEntries(kept), ...entry.detail },
    replaces: replacedId,
  }));
}
