/**
 * A bulk assignment that is saved on its way, as one changeset: every so many entries are judged and written in a
 * transaction of their own. Whatever breaks it off, a crash too, keeps what was saved; the same list sent again finishes
 * the rest, since what is so already is left alone.
 */
import { Conflict, saveEveryOf, UserError } from '@batchyard/domain';
import type { Actor } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import type { Assignments, EntryOutcome, OutcomeCounts } from './assignment.js';
import { assignPortion, assignVerbOf, beginRun, describeChange } from './assignment-run.js';
import { stepsOf } from './assignment-steps.js';
import { type EntryGroup, failedEntry, groupEntries, type NamedEntries, portionsOf } from './entry-groups.js';
import { noOutcomes, withOutcomes } from './outcome-counts.js';

/** What is saved. */
interface Saved {
  /** null as long as nothing was written. */
  readonly changesetId: string | null;
  readonly counts: OutcomeCounts;
}

export interface StepsResult {
  readonly changesetId: string | null;
  /** In no order; one for each entry. */
  readonly outcomes: readonly EntryOutcome[];
  /** What ended it before its end; null: all entries were reached. */
  readonly brokenOffBy: unknown;
}

/**
 * @param onProgress is told how many entries are saved
 * @throws UserError INVALID_CHANGESET; whatever broke it off before anything was saved
 */
export async function assignInSteps(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  named: NamedEntries,
  onProgress: (done: number) => void,
): Promise<StepsResult> {
  const { entries, saveEvery = saveEveryOf(assignments.entries.length), continues = null } = assignments;
  const { groups, outcomes } = await groupEntries(database, projectId, named);
  let saved = await savedBefore(database, actor, projectId, continues);
  saved = { ...saved, counts: withOutcomes(saved.counts, outcomes) };
  onProgress(outcomes.length);
  try {
    for (const step of stepsOf(groups, saveEvery)) {
      const left = entries.length - outcomes.length;
      const { done, ...after } = await database.transaction((session) =>
        saveStep(session, actor, projectId, assignments, step, saved, left),
      );
      saved = after;
      outcomes.push(...done);
      onProgress(outcomes.length);
    }
  } catch (error) {
    if (saved.changesetId === null) throw error;
    return { ...saved, outcomes: [...outcomes, ...notReached(outcomes, entries.length)], brokenOffBy: error };
  }
  return { changesetId: saved.changesetId, outcomes, brokenOffBy: null };
}

/** @param left entries that are not saved, with those of the step */
async function saveStep(
  session: Session,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  step: readonly EntryGroup[],
  saved: Saved,
  left: number,
): Promise<Saved & { readonly done: readonly EntryOutcome[] }> {
  if (saved.changesetId !== null) await holdChange(session, saved.changesetId);
  const run = await beginRun(session, actor, projectId, assignments);
  run.changesetId = saved.changesetId;
  const done: EntryOutcome[] = [];
  for (const portion of portionsOf(step)) done.push(...(await assignPortion(run, portion)));
  const counts = withOutcomes(saved.counts, done);
  if (run.changesetId !== null) {
    await describeChange(session, run.changesetId, counts, left - done.length);
  }
  return { changesetId: run.changesetId, counts, done };
}

/** Whoever undoes the change waits for the step, and the step after that writes nothing. @throws Conflict */
async function holdChange(session: Session, changesetId: string): Promise<void> {
  const held = await session.query(
    'select id from changeset where id = $1 and undone_by is null for no key update',
    [changesetId],
  );
  if (held.length === 0) throw new Conflict('What was written so far was undone while the rest was written.');
}

/** Of the change that is to be gone on with. What was skipped or failed then is judged again. */
async function savedBefore(
  session: Session,
  actor: Actor,
  projectId: string,
  continues: string | null,
): Promise<Saved> {
  if (continues === null) return { changesetId: null, counts: noOutcomes };
  const [change] = await session.query<Pick<OutcomeCounts, 'assigned' | 'removed' | 'frames'>>(
    `select coalesce((counts->>'assigned')::int, 0) as assigned, coalesce((counts->>'removed')::int, 0) as removed,
       coalesce((counts->>'frames')::int, 0) as frames
     from changeset where id = any($1) and project_id = $2 and verb = $3 and actor_id is not distinct from $4
       and undone_by is null`,
    [[continues].filter(isId), projectId, assignVerbOf(actor), actor.userId],
  );
  if (change !== undefined) return { changesetId: continues, counts: { ...noOutcomes, ...change } };
  throw new UserError(
    'INVALID_CHANGESET',
    `Change ${continues} cannot be gone on with: it is no assignment of yours in this project, or it was undone.`,
    { parameter: 'continues' },
  );
}

function notReached(reached: readonly EntryOutcome[], total: number): EntryOutcome[] {
  const known = new Set(reached.map(({ index }) => index));
  const message =
    'Not reached: it was broken off before. Send the same list again; what is so already is left alone.';
  return Array.from({ length: total }, (_, index) => index)
    .filter((index) => !known.has(index))
    .map((index) => failedEntry(index, 'NOT_REACHED', message));
}
