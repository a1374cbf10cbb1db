/** Rows of subjects as they are written: a portion at a time, what stands above others first. */
import { isDeepStrictEqual } from 'node:util';
import {
  factText,
  fieldOfFact,
  type JsonObject,
  type SubjectRow,
  subjectOfRow,
  type Vocabulary,
  withFactsOf,
} from '@batchyard/domain';
import type { NewSubject, StoredSubject, StreamedSubject } from '@batchyard/persistence';
import { changedSince } from '../told-changes.js';
import { framesAsked } from './compare-subjects.js';
import type { RowsToWrite, WrittenRow } from './kind-handler.js';

const portionSubjects = 2_000;
const portionFrames = 50_000;

/** Whatever stands above others has a level above theirs, so all of a level are made before those of the next. */
export async function* portionsByLevel(
  rows: RowsToWrite,
  vocabulary: Vocabulary,
  storedNamed: (names: readonly string[]) => Promise<ReadonlyMap<string, StoredSubject>>,
): AsyncGenerator<StreamedSubject[]> {
  for (const level of vocabulary.levels) {
    let portion: StreamedSubject[] = [];
    let frames = 0;
    for await (const some of rows.inOrder()) {
      const ofLevel = some.flatMap((row): AskingRow[] => {
        const subject = subjectOfRow(row.values, vocabulary);
        return 'problem' in subject || subject.level !== level.name ? [] : [{ row, subject }];
      });
      const stored = await storedNamed(ofLevel.map(({ subject }) => subject.name));
      for (const { row, subject } of ofLevel) {
        const written = streamed(row, subject, stored.get(subject.name));
        portion.push(written);
        frames += written.frames.length;
        if (portion.length < portionSubjects && frames < portionFrames) continue;
        yield portion;
        portion = [];
        frames = 0;
      }
    }
    if (portion.length > 0) yield portion;
  }
}

interface AskingRow {
  readonly row: WrittenRow;
  readonly subject: SubjectRow;
}

function streamed(row: WrittenRow, subject: SubjectRow, stored: StoredSubject | undefined): StreamedSubject {
  return {
    ...newSubject({ ...subject, frames: framesAsked(subject, stored) }),
    facts: stored === undefined ? null : factChange(row, stored),
  };
}

function factChange(row: WrittenRow, { id, metadata: before }: StoredSubject): StreamedSubject['facts'] {
  const after = withFactsOf(before, row.values, row.replacedId !== undefined);
  if (isDeepStrictEqual(before, after)) return null;
  refuseUntoldFacts(row, before, after);
  return { subjectId: id, before, after };
}

/** @throws UserError CHANGED_SINCE where a fact is about to be overwritten that is not as its check said */
function refuseUntoldFacts(
  { row, values, told = [] }: WrittenRow,
  before: JsonObject,
  after: JsonObject,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isDeepStrictEqual(before[name], after[name])) continue;
    const [field, ours] = [fieldOfFact(name), factText(before[name])];
    if (told.some((cell) => cell.field === field && cell.ours === ours)) continue;
    throw changedSince({ row, field, theirs: values[field] ?? null, ours }, 1);
  }
}

export function newSubject({ name, level, parent, frames, metadata }: SubjectRow): NewSubject {
  const count = frames === null ? 0 : frames.last - frames.first + 1;
  const numbers = Array.from({ length: count }, (_, index) => (frames?.first ?? 0) + index);
  return {
    name,
    level,
    parent,
    metadata,
    frames: numbers.map((number) => ({ number, name: null, fileId: null })),
  };
}
