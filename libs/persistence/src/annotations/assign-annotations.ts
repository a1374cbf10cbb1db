/**
 * Bulk assignment as one changeset: entries are grouped by subject, subjects are locked, judged by the rules and written
 * a portion at a time, in the order of ids; all in one transaction, or, where valid entries are written by themselves,
 * saved on the way. Two who assign at once lose nothing: the second waits for each subject and judges what the first
 * left.
 */
import type { Actor } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { assignInSteps } from './assign-in-steps.js';
import type { AssignmentResult, Assignments, EntryOutcome } from './assignment.js';
import { assignPortion, beginRun, describeChange } from './assignment-run.js';
import { entriesByName, groupEntries, type NamedEntries, portionsOf } from './entry-groups.js';
import { noOutcomes, withOutcomes } from './outcome-counts.js';
import { endReplaced, lockReplaced, replacedBy } from './replaced.js';

export type { AssignmentEntry, AssignmentResult, Assignments, EntryOutcome } from './assignment.js';

/** Takes back all that was written, for a plan and where not all entries are valid; carries what was found out. */
class NotWritten extends Error {
  constructor(readonly outcomes: readonly EntryOutcome[]) {
    super('Nothing is to be written.');
  }
}

/** @param onProgress is told the entries done so far, from 0 again when the transaction has to begin anew */
export async function assignAnnotations(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  onProgress: (done: number) => void = () => undefined,
): Promise<AssignmentResult> {
  const startMs = performance.now();
  const counts = await countAssignments(database, actor, projectId, assignments, onProgress);
  return { ...counts, elapsedS: (performance.now() - startMs) / 1000 };
}

type Counts = Omit<AssignmentResult, 'elapsedS'>;

async function countAssignments(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  onProgress: (done: number) => void,
): Promise<Counts> {
  // Outside the transaction, which must not wait for the grouping of a million entries.
  const named = entriesByName(assignments.entries);
  if (assignments.mode === 'valid_only' && !assignments.isPlan) {
    replacedBy(assignments);
    const { changesetId, outcomes, brokenOffBy } = await assignInSteps(
      database,
      actor,
      projectId,
      assignments,
      named,
      onProgress,
    );
    return { ...summed(changesetId, outcomes), brokenOffBy };
  }
  try {
    return await database.transaction((session) =>
      runAssignments(session, actor, projectId, assignments, named, onProgress),
    );
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    return summed(null, error.outcomes);
  }
}

async function runAssignments(
  session: Session,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  named: NamedEntries,
  onProgress: (done: number) => void,
): Promise<Counts> {
  const run = await beginRun(session, actor, projectId, assignments);
  const { groups, outcomes } = await groupEntries(session, projectId, named);
  const own = groups.map(({ subjectId }) => subjectId);
  const replaced = await lockReplaced(session, projectId, replacedBy(assignments), own);
  await endReplaced(session, projectId, replaced, run.begin);
  let done = assignments.entries.length - groups.reduce((sum, { entries }) => sum + entries.length, 0);
  onProgress(done);
  for (const portion of portionsOf(groups)) {
    outcomes.push(...(await assignPortion(run, portion)));
    done += portion.reduce((sum, { entries }) => sum + entries.length, 0);
    onProgress(done);
  }
  const result = summed(run.changesetId, outcomes);
  const isRefused = result.failed > 0 && assignments.mode === 'all_or_nothing';
  if (isRefused || assignments.isPlan) throw new NotWritten(outcomes);
  if (run.changesetId !== null) {
    await describeChange(session, run.changesetId, withOutcomes(noOutcomes, outcomes));
  }
  return result;
}

function summed(changesetId: string | null, outcomes: readonly EntryOutcome[]): Counts {
  const { assigned, skipped, failed } = withOutcomes(noOutcomes, outcomes);
  return {
    changesetId,
    outcomes: outcomes.toSorted((a, b) => a.index - b.index),
    assigned,
    skipped,
    failed,
    brokenOffBy: null,
  };
}
