import {
  type CheckedRow,
  countOf,
  editedSubjectFields,
  isFact,
  type SubjectRow,
  subjectOfRow,
  UserError,
} from '@batchyard/domain';
import type { Actor, NewSubject, StoredSubject, StreamedSubjects } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import type { Persistence } from '../../persistence.module.js';
import {
  changedFacts,
  changedFrames,
  changesFrames,
  compareSubject,
  framesAsked,
  framesStay,
  type SubjectComparison,
} from './compare-subjects.js';
import {
  type Committed,
  type ComparedRow,
  doubles,
  fine,
  type KindHandler,
  type RowVerdict,
  rowProblem,
  wrong,
} from './kind-handler.js';
import { subjectsThere } from './names-there.js';
import { newSubject, portionsByLevel } from './subject-portions.js';

/** Names of more would not be compared. */
const maxRows = 200_000;
const storedAtOnce = 5_000;
/** From both ends of each level: what their facts are called, a column may be. */
const factSubjects = 1_000;

/** Rows name subjects; those that exist get the frames that they lack, and facts as the sheet says. */
export async function subjectHandler(
  { imports, subjects, vocabularies }: Persistence,
  actor: Actor,
  projectId: string,
): Promise<KindHandler> {
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const levels = vocabulary.levels.map(({ name }) => name);
  const facts = await imports.someFactNames(projectId, levels, factSubjects);
  const storedNamed = inPortions((some) => imports.subjectsNamed(projectId, some));
  const storedById = inPortions((some) => imports.subjectsToCompare(projectId, some));

  return {
    fields: editedSubjectFields(vocabulary, facts),
    hasFacts: true,
    // A new name may be a damaged old one.
    named: new Map(['name', 'parent'].map((field) => [field, subjectsThere(imports, projectId)])),
    makes: 'name',
    nameFields: ['name', 'parent'],
    // Frames are only added.
    overwrites: isFact,
    maxRows: { count: maxRows, because: `at most ${maxRows.toLocaleString('en')} subjects are made at once` },

    judge: (rows) => judged(rows, new Map()),

    async compare(rows, fields) {
      const compared = await comparedTo(rows, fields);
      const byRow = new Map(rows.map(({ row }, index) => [row.row, compared[index]]));
      return judged(
        rows.map(({ row }) => row),
        byRow,
      );
    },

    async replacements(rows, fields) {
      const compared = await comparedTo(rows, fields);
      return rows.map(({ row, base }, index) => {
        const comparison = compared[index];
        if (comparison?.replaces || base === null) return comparison?.replaces;
        // Its row was fit to be written when it was checked.
        if (comparison?.status !== 'unchanged') throw changedSince();
        const { name = null, level = null, parent = null } = row.values;
        return { replacedId: base.id, values: { name, level, parent } };
      });
    },

    async commit(_, rows, __, onProgress): Promise<Committed> {
      const portions = () => portionsByLevel(rows, vocabulary, storedNamed);
      const source = { ...actor, source: 'import' } as const;
      const written = await subjects.createStream(source, projectId, portions, onProgress);
      return { changesetId: written.changesetId, summary: summaryOf(written) };
    },
  };

  /** Of rows that come back; undefined for others. */
  async function comparedTo(
    rows: readonly ComparedRow[],
    fields: ReadonlySet<string>,
  ): Promise<readonly (SubjectComparison | undefined)[]> {
    const stored = await storedById(rows.flatMap(({ base }) => base?.id ?? []));
    return rows.map((row) => {
      const { base } = row;
      return base === null ? undefined : compareSubject({ ...row, base }, stored.get(base.id), fields);
    });
  }

  /** @param compared rows that come back, by number: these ask for nothing but their changes */
  async function judged(
    rows: readonly CheckedRow[],
    compared: ReadonlyMap<number, SubjectComparison | undefined>,
  ): Promise<readonly RowVerdict[]> {
    const twice = doubles(rows, 'name');
    const verdicts = new Map<number, RowVerdict>();
    const wanted: AskingRow[] = [];
    for (const row of rows) {
      const comparison = compared.get(row.row);
      const before = twice.get(row.row);
      const asked = { ...row, ...comparison?.replaces };
      const subject = subjectOfRow(asked.values, vocabulary);
      if (before !== undefined) verdicts.set(row.row, double(row, before));
      else if (comparison !== undefined && comparison.replaces === undefined)
        verdicts.set(row.row, comparison);
      else if ('problem' in subject) verdicts.set(row.row, wrong(rowProblem(row, null, subject.problem)));
      else wanted.push({ row: asked, subject, comparison });
    }
    for (const [row, verdict] of await planned(wanted)) verdicts.set(row, verdict);
    return rows.map(({ row }) => verdicts.get(row) ?? fine);
  }

  async function planned(wanted: readonly AskingRow[]): Promise<[number, RowVerdict][]> {
    const problems = await problemsByName(wanted.map(({ subject }) => subject));
    const stored = await storedNamed(wanted.map(({ subject }) => subject.name));
    const lacking = await lackingFrames(wanted, stored);
    return wanted.map(({ row, subject, comparison }) => {
      const messages = problems.get(subject.name);
      if (messages) {
        const found = messages.map((message) => rowProblem(row, null, message));
        return [row.row, { ...comparison, status: 'error', problems: found }];
      }
      const known = stored.get(subject.name);
      const isLacking = known !== undefined && lacking.has(known.id);
      if (comparison === undefined) return [row.row, known ? verdictOf(row, known, isLacking) : fine];
      const isLess = changesFrames(comparison) && !isLacking;
      return [row.row, isLess ? { ...comparison, ...wrong(framesStay(row)) } : comparison];
    });
  }

  /** What stands in the way of each, by name. */
  async function problemsByName(
    wanted: readonly SubjectRow[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    // Their frames cannot be wrong, and would be many.
    const inOrder = parentsFirst(wanted.map((subject) => newSubject({ ...subject, frames: null })));
    const plan = { ...actor, source: 'import' } as const;
    const problems = await problemsOf(() => subjects.create(plan, projectId, { subjects: inOrder }, true));
    const byName = new Map<string, string[]>();
    for (const { place, message } of problems) {
      const name = inOrder[Number(place.parameter?.split('.')[1])]?.name ?? '';
      byName.set(name, [...(byName.get(name) ?? []), message]);
    }
    return byName;
  }

  function lackingFrames(
    wanted: readonly AskingRow[],
    stored: ReadonlyMap<string, StoredSubject>,
  ): Promise<ReadonlySet<string>> {
    const asked = wanted.flatMap(({ subject }) => {
      const known = stored.get(subject.name);
      const frames = framesAsked(subject, known);
      return known === undefined || frames === null ? [] : [{ id: known.id, ...frames }];
    });
    return imports.lackingFrames(asked);
  }
}

interface AskingRow {
  readonly row: CheckedRow;
  readonly subject: SubjectRow;
  /** Of a row that came back. */
  readonly comparison: SubjectComparison | undefined;
}

/** Of a row whose subject exists. */
function verdictOf(row: CheckedRow, stored: StoredSubject, isLackingFrames: boolean): RowVerdict {
  const frames = isLackingFrames ? changedFrames(row, stored) : [];
  const changes = [...frames, ...changedFacts(row, stored)];
  const isChanged = isLackingFrames || changes.length > 0;
  return { status: isChanged ? 'changed' : 'unchanged', problems: [], changes };
}

function summaryOf({ changesetId, subjects, extended, changed }: StreamedSubjects): string {
  if (changesetId === null) return 'No changes: all subjects were there before.';
  const made = subjects + extended > 0 ? [`made or extended ${countOf(subjects + extended, 'subject')}`] : [];
  const facts = changed > 0 ? [`changed facts of ${countOf(changed, 'subject')}`] : [];
  const text = [...made, ...facts].join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const double = (row: CheckedRow, before: number) =>
  wrong(rowProblem(row, 'name', `The name stands in row ${before} already`, { code: 'DOUBLE_ROW' }));

function changedSince(): UserError {
  return new UserError(
    'CHANGED_SINCE',
    'Nothing was written: subjects of the sheet were changed here since it was checked. Look at the rows again and repeat the import.',
  );
}

function inPortions(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, StoredSubject>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, StoredSubject>> {
  return async (keys) => {
    const all = new Map<string, StoredSubject>();
    for (let from = 0; from < keys.length; from += storedAtOnce) {
      for (const [key, subject] of await read(keys.slice(from, from + storedAtOnce))) all.set(key, subject);
    }
    return all;
  };
}

async function problemsOf(plan: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await plan();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
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
