/** Rows of subjects against what the project holds now and, where they come back, what they were. */
import {
  type ChangedCell,
  type CheckedRow,
  compareRow,
  factsOf,
  factText,
  fieldOfFact,
  type MergeValues,
  mergedChanges,
  type SubjectRow,
  undecided,
  valuesOfSubject,
} from '@batchyard/domain';
import type { StoredSubject } from '@batchyard/persistence';
import { type ComparedRow, type Replacement, type RowVerdict, rowProblem, wrong } from './kind-handler.js';

/** Cells of a subject's row that say which one it is. */
const identity = ['name', 'level', 'parent'] as const;
const frameFields = ['first_frame', 'last_frame'] as const;

/** Facts that a plain row changes; a blank cell says nothing. */
export function changedFacts({ values }: CheckedRow, stored: StoredSubject): ChangedCell[] {
  return Object.entries(factsOf(values)).flatMap(([fact, value]): ChangedCell[] => {
    const [theirs, ours] = [factText(value), factText(stored.metadata[fact])];
    return theirs === ours ? [] : [{ field: fieldOfFact(fact), change: 'changed_in_sheet', theirs, ours }];
  });
}

/** Cells of the frames of a row that asks for some that are lacking. */
export function changedFrames({ values }: CheckedRow, stored: StoredSubject): ChangedCell[] {
  const now = valuesOfSubject(stored);
  return frameFields.flatMap((field): ChangedCell[] => {
    const [theirs, ours] = [values[field] ?? null, now[field] ?? null];
    return theirs === ours ? [] : [{ field, change: 'changed_in_sheet', theirs, ours }];
  });
}

/** A row that shows the frames as they are asks for none, whatever is missing between them. */
export function framesAsked(
  { frames }: Pick<SubjectRow, 'frames'>,
  stored: StoredSubject | undefined,
): SubjectRow['frames'] {
  const isAsBefore = frames?.first === stored?.firstFrame && frames?.last === stored?.lastFrame;
  return isAsBefore ? null : frames;
}

/** Of a row that came back and changes something also what it is written as. */
export type SubjectComparison = RowVerdict & { readonly replaces?: Replacement };

/**
 * @param stored what the row was exported from, as it is now; undefined: it is gone
 * @param fields those that the sheet has a column for
 */
export function compareSubject(
  { row, decisions, ...compared }: ComparedRow & { readonly base: NonNullable<ComparedRow['base']> },
  stored: StoredSubject | undefined,
  fields: ReadonlySet<string>,
): SubjectComparison {
  if (stored === undefined) return gone(row);
  const ours = valuesOfSubject(stored);
  const hashes = compared.base.hashes;
  const columns = Object.keys(hashes).filter((field) => fields.has(field));
  const change = compareRow(columns, hashes, row.values, ours);
  if (change.kind !== 'changed' && change.kind !== 'conflict') return unchanged;
  const changes = change.cells;
  const renamed = changes.find(({ field }) => identity.some((each) => each === field));
  if (renamed !== undefined) return { ...wrong(stays(row, renamed, ours)), changes };
  if (undecided(changes, decisions).length > 0) return { status: 'conflict', problems: [], changes };
  const merged = mergedChanges(changes, decisions);
  if (Object.keys(merged).length === 0) return { ...unchanged, changes };
  const values = {
    ...placeOf(ours),
    ...(frameFields.some((field) => field in merged) && framesOf(ours)),
    ...merged,
  };
  return { status: 'changed', problems: [], changes, replaces: { replacedId: stored.id, values } };
}

const unchanged: RowVerdict = { status: 'unchanged', problems: [] };

const placeOf = ({ name, level, parent }: MergeValues): MergeValues => ({
  name: name ?? null,
  level: level ?? null,
  parent: parent ?? null,
});

const framesOf = ({ first_frame: first, last_frame: last }: MergeValues): MergeValues => ({
  first_frame: first ?? null,
  last_frame: last ?? null,
});

function gone(row: CheckedRow): RowVerdict {
  const message = 'It was taken away here since the sheet was exported; the row is left out';
  return { status: 'gone', problems: [rowProblem(row, null, message, { severity: 'warning' })] };
}

/** What a sheet cannot change of a subject that exists. */
function stays(row: CheckedRow, { field }: ChangedCell, ours: MergeValues) {
  const now = ours[field] ?? null;
  const message = `The ${field} of ${ours.name} is ${now ?? 'empty'}, and no sheet changes it`;
  return rowProblem(row, field, message, {
    expectation: 'other facts or more frames; a new subject has a row of its own, without a hidden id',
    suggestion: now === null ? null : String(now),
  });
}

/** Whether a row that came back says other frames than before. */
export const changesFrames = ({ replaces }: SubjectComparison) =>
  frameFields.some((field) => replaces !== undefined && field in replaces.values);

export function framesStay(row: CheckedRow) {
  const name = String(row.values.name);
  return rowProblem(row, 'last_frame', `${name} has these frames and more; a sheet takes none away`, {
    expectation: 'the frames that it has, or more',
  });
}
