/**
 * A bulk assignment of any length as one changeset, in one transaction, with the memory of one portion. Subjects are
 * locked before, in the order of ids, so that two who assign at once never wait for each other.
 */
import type { Actor } from '../changesets/record.js';
import { keptAwake, letIdle } from '../database/kept-awake.js';
import type { Database, Session } from '../database/session.js';
import { lockSubjects } from '../subjects/locked-subject.js';
import { authorOf, knowAuthor } from './annotators.js';
import type { AssignmentEntry, EntryOutcome, StreamedAssignments, StreamedResult } from './assignment.js';
import { assignPortion, beginRun, describeChange, type Run } from './assignment-run.js';
import { entriesByName, groupEntries, portionsOf } from './entry-groups.js';
import { noOutcomes, withOutcomes } from './outcome-counts.js';
import { endReplaced, lockReplaced } from './replaced.js';

/** Nothing conflicting is ended, and nothing is written unless all can be. */
const rules = {
  mode: 'all_or_nothing',
  overwrite: false,
  overwriteTerminal: false,
  result: null,
  isPlan: false,
} as const;

/** Takes back all that was written. */
class Refused extends Error {
  constructor(readonly result: StreamedResult) {
    super('An entry cannot be written.');
  }
}

/** @param onProgress is told the entries done so far, from 0 again when the transaction has to begin anew */
export async function assignStream(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: StreamedAssignments,
  onProgress: (done: number) => void,
): Promise<StreamedResult> {
  // In a transaction of its own: whoever else says something in this name for the first time need not wait for this one.
  await database.transaction((session) => knowAuthor(session, projectId, authorOf(actor)));
  try {
    return await database.transaction(async (session) => {
      await letIdle(session);
      const run = await beginRun(session, actor, projectId, rules);
      await lockAll(run, assignments);
      return await assignPortions(run, assignments, onProgress);
    });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}

const lockedAtOnce = 10_000;

async function lockAll(run: Run, { subjects, replaced }: StreamedAssignments): Promise<void> {
  const { session, projectId } = run;
  const ids: string[] = [];
  for (let from = 0; from < subjects.length; from += lockedAtOnce) {
    ids.push(...(await idsOf(session, projectId, subjects.slice(from, from + lockedAtOnce))));
  }
  ids.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const taken = await lockReplaced(session, projectId, replaced, ids);
  if (replaced.size === 0) {
    for (let from = 0; from < ids.length; from += lockedAtOnce) {
      await lockSubjects(session, ids.slice(from, from + lockedAtOnce));
    }
  }
  await endReplaced(session, projectId, taken, run.begin);
}

async function idsOf(session: Session, projectId: string, names: readonly string[]): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    'select id from subject where project_id = $1 and removed_by is null and name = any($2)',
    [projectId, names],
  );
  return rows.map(({ id }) => id);
}

async function assignPortions(
  run: Run,
  { portions }: StreamedAssignments,
  onProgress: (done: number) => void,
): Promise<StreamedResult> {
  let counts = noOutcomes;
  let done = 0;
  onProgress(done);
  for await (const entries of keptAwake(run.session, portions())) {
    for await (const outcomes of outcomesOf(run, entries)) {
      counts = withOutcomes(counts, outcomes);
      const failure = outcomes.find(({ status }) => status === 'failed');
      if (failure) throw new Refused({ ...counts, changesetId: null, firstFailure: failure.message ?? '' });
      done += outcomes.length;
      onProgress(done);
    }
  }
  if (run.changesetId !== null) await describeChange(run.session, run.changesetId, counts);
  return { ...counts, changesetId: run.changesetId, firstFailure: null };
}

async function* outcomesOf(
  run: Run,
  entries: readonly AssignmentEntry[],
): AsyncGenerator<readonly EntryOutcome[]> {
  const { groups, outcomes } = await groupEntries(run.session, run.projectId, entriesByName(entries));
  yield outcomes;
  for (const portion of portionsOf(groups)) yield await assignPortion(run, portion);
}
