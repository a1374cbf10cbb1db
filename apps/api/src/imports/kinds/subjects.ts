import { isDeepStrictEqual } from 'node:util';
import {
  type CheckedRow,
  countOf,
  type JsonObject,
  type SubjectRow,
  subjectFields,
  subjectOfRow,
  UserError,
  type Vocabulary,
} from '@batchyard/domain';
import type { Actor, NewSubject } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import type { Persistence } from '../../persistence.module.js';
import {
  type Committed,
  doubles,
  fine,
  type KindHandler,
  type RowsToWrite,
  type RowVerdict,
  rowProblem,
  wrong,
} from './kind-handler.js';

/** Rows name subjects; those that exist get the frames that they lack. */
export async function subjectHandler(
  { imports, subjects, vocabularies }: Persistence,
  actor: Actor,
  projectId: string,
): Promise<KindHandler> {
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const names = await imports.subjectNames(projectId);
  const plan = (wanted: readonly NewSubject[]) =>
    subjects.create({ ...actor, source: 'import' }, projectId, { subjects: wanted }, true);
  const read = (row: CheckedRow) => subjectOfRow(row.values, vocabulary);

  return {
    fields: subjectFields(vocabulary),
    hasFacts: true,
    known: new Map([['parent', names]]),
    nameFields: ['name', 'parent'],
    maxRows: { count: maxRows, because: `at most ${maxRows.toLocaleString('en')} subjects are made at once` },

    async judge(rows) {
      const twice = doubles(rows, 'name');
      const verdicts = new Map<number, RowVerdict>();
      const wanted: { row: CheckedRow; subject: SubjectRow }[] = [];
      for (const row of rows) {
        const subject = read(row);
        const before = twice.get(row.row);
        if ('problem' in subject) verdicts.set(row.row, wrong(rowProblem(row, null, subject.problem)));
        else if (before !== undefined) verdicts.set(row.row, double(row, before));
        else wanted.push({ row, subject });
      }
      for (const [row, verdict] of await planned(wanted)) verdicts.set(row, verdict);
      return rows.map(({ row }) => verdicts.get(row) ?? fine);
    },

    async commit(_, rows, __, onProgress): Promise<Committed> {
      const portions = () => portionsByLevel(rows, read, vocabulary);
      const source = { ...actor, source: 'import' } as const;
      const { count, changesetId } = await subjects.createStream(source, projectId, portions, onProgress);
      const summary =
        count === 0
          ? 'No changes: all subjects were there before.'
          : `Made or extended ${countOf(count, 'subject')}.`;
      return { changesetId, summary };
    },
  };

  async function planned(
    wanted: readonly { row: CheckedRow; subject: SubjectRow }[],
  ): Promise<[number, RowVerdict][]> {
    // Their frames cannot be wrong, and would be many.
    const inOrder = parentsFirst(wanted.map(({ subject }) => newSubject({ ...subject, frames: null })));
    const problems = await problemsOf(() => plan(inOrder));
    const byName = new Map<string, string[]>();
    for (const { place, message } of problems) {
      const name = inOrder[Number(place.parameter?.split('.')[1])]?.name ?? '';
      byName.set(name, [...(byName.get(name) ?? []), message]);
    }
    const facts = await imports.subjectFacts(
      projectId,
      wanted.map(({ subject }) => subject.name),
    );
    return wanted.map(({ row, subject }) => {
      const messages = byName.get(subject.name);
      if (messages)
        return [
          row.row,
          { status: 'error', problems: messages.map((message) => rowProblem(row, null, message)) },
        ];
      const kept = keptFacts(row, subject, facts.get(subject.name));
      if (kept !== null) return [row.row, { status: 'warning', problems: [kept] }];
      return [
        row.row,
        names.has(subject.name) && subject.frames === null ? { status: 'unchanged', problems: [] } : fine,
      ];
    });
  }
}

/** Facts of a subject that exists are changed on its page, not by a sheet; whoever tries hears of it. */
function keptFacts(row: CheckedRow, { name, metadata }: SubjectRow, stored: JsonObject | undefined) {
  if (stored === undefined) return null;
  const [fact] = Object.keys(metadata).filter((key) => !isDeepStrictEqual(metadata[key], stored[key]));
  if (fact === undefined) return null;
  const now =
    stored[fact] === undefined ? 'it has no such fact' : `it is ${JSON.stringify(stored[fact])} there`;
  return rowProblem(row, `metadata.${fact}`, `${name} exists already and keeps its facts: ${now}`, {
    severity: 'warning',
    expectation: 'facts as they are, or a change on the page of the subject',
  });
}

/** Names of more would not be compared. */
const maxRows = 200_000;
const portionSubjects = 2_000;
const portionFrames = 50_000;

/** Whatever stands above others has a level above theirs, so all of a level are made before those of the next. */
async function* portionsByLevel(
  rows: RowsToWrite,
  read: (row: CheckedRow) => ReturnType<typeof subjectOfRow>,
  { levels }: Vocabulary,
): AsyncGenerator<NewSubject[]> {
  for (const level of levels) {
    let portion: NewSubject[] = [];
    let frames = 0;
    for await (const some of rows.inOrder()) {
      for (const row of some) {
        const subject = read(row);
        if ('problem' in subject || subject.level !== level.name) continue;
        portion.push(newSubject(subject));
        frames += portion.at(-1)?.frames.length ?? 0;
        if (portion.length < portionSubjects && frames < portionFrames) continue;
        yield portion;
        portion = [];
        frames = 0;
      }
    }
    if (portion.length > 0) yield portion;
  }
}

const double = (row: CheckedRow, before: number) =>
  wrong(rowProblem(row, 'name', `The name stands in row ${before} already`, { code: 'DOUBLE_ROW' }));

async function problemsOf(plan: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await plan();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

function newSubject({ name, level, parent, frames, metadata }: SubjectRow): NewSubject {
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

/** A sheet may name children above their parents. */
function parentsFirst(subjects: readonly NewSubject[]): NewSubject[] {
  const byName = new Map(subjects.map((subject) => [subject.name, subject]));
  const placed = new Set<string>();
  const ordered: NewSubject[] = [];
  const place = (subject: NewSubject) => {
    if (placed.has(subject.name)) return;
    placed.add(subject.name);
    const parent = byName.get(subject.parent ?? '');
    if (parent) place(parent);
    ordered.push(subject);
  };
  for (const subject of subjects) place(subject);
  return ordered;
}
