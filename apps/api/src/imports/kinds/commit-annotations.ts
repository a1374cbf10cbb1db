/** Writes rows of annotations, of any number, in one transaction. */
import { countOf, UserError, type Vocabulary } from '@batchyard/domain';
import type { Actor, AssignmentEntry, ExportedAnnotation, StreamedResult } from '@batchyard/persistence';
import type { Persistence } from '../../persistence.module.js';
import { turns } from '../turns.js';
import { entriesOf } from './compare-annotations.js';
import type { Committed, RowsToWrite, WrittenRow } from './kind-handler.js';

export interface AnnotationsHere {
  readonly annotations: Persistence['annotations'];
  readonly vocabulary: Vocabulary;
  readonly projectId: string;
  /** Statements as they are now, by id. */
  currentOf(ids: readonly string[]): Promise<ReadonlyMap<string, ExportedAnnotation>>;
}

/** So many rows are read before the transaction begins. */
const rowsInHand = 20_000;

/** More rows are read while they are written, on a second connection: one import at a time, or all wait for each other. */
const oneAtATime = turns();

/** @throws UserError CHANGED_SINCE; nothing is written then */
export async function commitAnnotations(
  here: AnnotationsHere,
  actor: Actor,
  rows: RowsToWrite,
  onProgress: (done: number) => void,
): Promise<Committed> {
  const { names, replaced, portions } = await rows.together();
  const source = entriesOfPortions(here, portions);
  const write = (sourceInUse: EntrySource) =>
    here.annotations.assignStream(
      { ...actor, source: 'import' },
      here.projectId,
      { subjects: names, replaced, portions: sourceInUse.portions },
      // A row may say several things; what is told are rows.
      (done) => onProgress(Math.round(done * sourceInUse.rowsPerEntry())),
    );
  const result =
    rows.count <= rowsInHand
      ? await write(await inHand(source))
      : await oneAtATime('annotations', () => write(source));
  if (result.firstFailure !== null) throw changedSince(result.firstFailure);
  const { changesetId } = result;
  if (replaced.size === 0) return { changesetId, summary: summaryOf(result) };
  return { changesetId, summary: changesText(replaced.size, rows.count - replaced.size) };
}

interface EntrySource {
  portions(): AsyncIterable<readonly AssignmentEntry[]>;
  /** Of what was read so far. */
  rowsPerEntry(): number;
}

function entriesOfPortions(
  { vocabulary, currentOf }: AnnotationsHere,
  portions: () => AsyncIterable<readonly WrittenRow[]>,
): EntrySource {
  let [rowsRead, entriesRead] = [0, 0];
  return {
    async *portions() {
      [rowsRead, entriesRead] = [0, 0];
      for await (const rows of portions()) {
        const current = await currentOf(rows.flatMap(({ replacedId = [] }) => replacedId));
        const entries = rows.flatMap((row) => entriesOf(row, vocabulary, current));
        rowsRead += rows.length;
        entriesRead += entries.length;
        yield entries;
      }
    },
    rowsPerEntry: () => rowsRead / Math.max(entriesRead, 1),
  };
}

async function inHand(source: EntrySource): Promise<EntrySource> {
  const all: (readonly AssignmentEntry[])[] = [];
  for await (const entries of source.portions()) all.push(entries);
  async function* again() {
    yield* all;
  }
  return { ...source, portions: again };
}

function changedSince(failure: string): UserError {
  return new UserError(
    'CHANGED_SINCE',
    `Nothing was written: the project changed since the sheet was checked, and not all rows can be written any more. The first that cannot: ${failure}`,
  );
}

function changesText(changed: number, added: number): string {
  const more = added === 0 ? '' : ` and added ${countOf(added, 'row')}`;
  return `Changed ${countOf(changed, 'annotation')}${more}.`;
}

function summaryOf({ assigned, skipped }: StreamedResult): string {
  if (assigned === 0) return 'No changes: all of it was there before.';
  return `Made ${countOf(assigned, 'annotation')}${skipped > 0 ? `; ${skipped} were there before or skipped` : ''}.`;
}
