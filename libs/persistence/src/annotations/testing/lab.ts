/** A project with people and subjects to annotate, on a database of the test's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { addProject } from '../../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/fixtures/database.js';
import type { Actor } from '../../changesets/record.js';
import { openPersistence, type Persistence } from '../../persistence.js';
import type { NewSubject } from '../../subjects/new-subject.js';
import type { AssignmentEntry, AssignmentResult, Assignments } from '../assignment.js';

export interface Lab {
  readonly database: TestDatabase;
  readonly store: Persistence;
  readonly ann: Actor & { readonly userId: string };
  readonly ben: Actor & { readonly userId: string };
  /** A new project. @returns its id */
  addProject(): Promise<string>;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const database = await createTestDatabase();
  const filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  const store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  const person = async (name: string) => {
    const system = { userId: null, source: 'system' } as const;
    const user = { email: `${name}@example.org`, name, isAdministrator: false };
    return { userId: (await store.users.create(system, user)).id, source: 'web' as const };
  };
  const [ann, ben] = [await person('ann'), await person('ben')];
  let projects = 0;
  return {
    database,
    store,
    ann,
    ben,
    addProject: () => addProject(database, `lab-${++projects}`),
    async close() {
      await store.close();
      await database.dispose();
      await rm(filesDir, { recursive: true });
    },
  };
}

/** An embryo with these frame numbers. */
export function embryoOf(name: string, numbers: readonly number[]): NewSubject {
  const frames = numbers.map((number) => ({ number, name: null, fileId: null }));
  return { name, level: 'embryo', parent: null, metadata: {}, frames };
}

export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Makes embryos. @returns ids in the order given */
export async function addEmbryos(
  { store, ann }: Lab,
  projectId: string,
  embryos: Readonly<Record<string, readonly number[]>>,
): Promise<string[]> {
  const subjects = Object.entries(embryos).map(([name, numbers]) => embryoOf(name, numbers));
  return [...(await store.subjects.create(ann, projectId, { subjects }, false)).subjectIds];
}

export const assignmentsOf = (
  entries: Assignments['entries'],
  options: Partial<Assignments> = {},
): Assignments => ({
  entries,
  mode: 'all_or_nothing',
  overwrite: false,
  overwriteTerminal: false,
  result: null,
  isPlan: false,
  ...options,
});

/** Assigns phenotypes unless said otherwise. */
export function assignTo(
  { store, ann }: Lab,
  projectId: string,
  entries: readonly (Partial<AssignmentEntry> & { readonly subject: string; readonly value: string })[],
  options: Partial<Assignments> & { readonly actor?: Actor } = {},
): Promise<AssignmentResult> {
  const { actor = ann, ...rest } = options;
  const whole = entries.map((entry) => ({ kind: 'phenotype', ...entry }));
  return store.annotations.assign(actor, projectId, assignmentsOf(whole, rest));
}

/** What is said now, as comparable texts: `embryo: phenotype EDEMA {[3,7)} user:1`. */
export async function saidIn({ database }: Lab, projectId: string): Promise<string[]> {
  const rows = await database.query<{ said: string }>(
    `select s.name || ': ' || a.kind || ' ' || a.value || coalesce(' ' || a.frames::text, '') as said
     from annotation a join subject s on s.id = a.subject_id and s.removed_by is null
     where a.project_id = $1 and a.ended_by is null order by 1`,
    [projectId],
  );
  return rows.map(({ said }) => said);
}
