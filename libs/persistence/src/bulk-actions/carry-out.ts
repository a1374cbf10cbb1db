/**
 * Carries out bulk actions, one portion in one transaction: it moves the cursor, changes the jobs, writes what became
 * of each and counts them, all or nothing. Whoever holds the action's row does its next portion; a worker that dies
 * in the middle leaves everything as it was, and another one goes on.
 */
import { type BulkOutcome, type BulkVerb, type JobState, whySkipped } from '@batchyard/domain';
import { changeChannel } from '../changes/change-feed.js';
import type { Database, Session } from '../database/session.js';
import type { JobListFilter } from '../job-lists/job-filter.js';
import { type ChangedJob, cancelJobs, reopenBatches, retryJobs, setJobPriorities } from '../jobs/verbs.js';
import { readPortion } from './affected-jobs.js';

/** Jobs of one portion. */
export const portionSize = 1_000;

/** What is kept of a bulk action beside its filter. */
export interface BulkArgument {
  readonly throughId: string;
  /** Of `set_priority`, s. */
  readonly priority?: number;
}

interface OpenAction {
  readonly id: string;
  readonly projectId: string;
  readonly verb: BulkVerb;
  readonly argument: BulkArgument;
  readonly filter: JobListFilter | null;
  readonly jobIds: readonly string[] | null;
  readonly cursorId: string | null;
}

export interface Portion {
  readonly bulkActionId: string;
  /** Batches whose jobs ended; to be settled by the caller. */
  readonly batchIds: readonly string[];
}

/**
 * Does the next portion of a running bulk action that nobody else works on; of several, the one that has done least.
 * @returns null when there is none
 */
export function carryOutPortion(database: Database): Promise<Portion | null> {
  return database.transaction(async (session) => {
    const [action] = await session.query<OpenAction>(
      `select id, project_id as "projectId", verb, argument, filter, job_ids as "jobIds", cursor_id as "cursorId"
       from bulk_action where state = 'running' order by succeeded + skipped + failed, id
       limit 1 for no key update skip locked`,
    );
    if (action === undefined) return null;
    const ids = await nextJobs(session, action);
    const changed = ids.length === 0 ? [] : await applyVerb(session, action, ids);
    const entries = await describe(session, action.verb, ids, changed);
    await writePortion(session, action, ids, entries);
    await announceBulkAction(session, action.id);
    const batchIds = action.verb === 'cancel' ? changed.map((job) => job.batchId) : [];
    return { bulkActionId: action.id, batchIds: [...new Set(batchIds)] };
  });
}

/** Tells pages and workers that a bulk action has begun, moved or ended; heard when the transaction commits. */
export async function announceBulkAction(session: Session, id: string): Promise<void> {
  await session.query('select pg_notify($1, $2)', [changeChannel, JSON.stringify({ bulkAction: id })]);
}

function nextJobs(session: Session, { projectId, argument, filter, jobIds, cursorId }: OpenAction) {
  const affected = { projectId, throughId: argument.throughId, filter, jobIds };
  return readPortion(session, affected, cursorId, portionSize);
}

function applyVerb(session: Session, action: OpenAction, ids: readonly string[]): Promise<ChangedJob[]> {
  switch (action.verb) {
    case 'cancel':
      return cancelJobs(session, ids);
    case 'retry':
      return retryPortion(session, ids);
    case 'set_priority':
      return setJobPriorities(session, ids, action.argument.priority ?? 0);
  }
}

/** The batches' rows first and in one order, as every writer takes them. */
async function retryPortion(session: Session, ids: readonly string[]): Promise<ChangedJob[]> {
  const batches = await session.query<{ id: string; state: string }>(
    `select id, state from batch where id in (select batch_id from job where id = any($1)) order by id
     for no key update`,
    [ids],
  );
  const open = batches.filter(({ state }) => !isEnding(state)).map((batch) => batch.id);
  const retried = await retryJobs(session, open, ids);
  await reopenBatches(session, [...new Set(retried.map((job) => job.batchId))]);
  return retried;
}

const isEnding = (state: string) => state === 'stopping' || state === 'cancelling';

interface Entry {
  readonly jobId: string;
  readonly outcome: BulkOutcome;
  readonly note: string | null;
}

async function describe(
  session: Session,
  verb: BulkVerb,
  ids: readonly string[],
  changed: readonly ChangedJob[],
): Promise<Entry[]> {
  const done = new Set(changed.map((job) => job.id));
  const rest = ids.filter((id) => !done.has(id));
  const rows = await session.query<{ id: string; state: JobState; batchId: string; batchState: string }>(
    `select j.id, j.state, j.batch_id as "batchId", b.state as "batchState" from job j join batch b on b.id = j.batch_id
     where j.id = any($1)`,
    [rest],
  );
  return [
    ...changed.map((job): Entry => ({ jobId: job.id, outcome: 'succeeded', note: null })),
    ...rows.map(({ id, state, batchId, batchState }): Entry => {
      if (verb !== 'retry' || !isEnding(batchState) || state === 'succeeded' || state === 'reused')
        return { jobId: id, outcome: 'skipped', note: whySkipped(verb, state) };
      const note = `Batch ${batchId} is ${batchState}; retry the job when it has ended.`;
      return { jobId: id, outcome: 'failed', note };
    }),
  ];
}

async function writePortion(
  session: Session,
  action: OpenAction,
  ids: readonly string[],
  entries: readonly Entry[],
): Promise<void> {
  await session.query(
    `insert into bulk_action_entry (bulk_action_id, job_id, outcome, note)
     select $1, e.job_id, e.outcome, e.note from unnest($2::bigint[], $3::text[], $4::text[]) e (job_id, outcome, note)`,
    [
      action.id,
      entries.map((entry) => entry.jobId),
      entries.map((entry) => entry.outcome),
      entries.map((entry) => entry.note),
    ],
  );
  const count = (outcome: BulkOutcome) => entries.filter((entry) => entry.outcome === outcome).length;
  const isLast = ids.length < portionSize;
  await session.query(
    `update bulk_action set cursor_id = coalesce($2, cursor_id), succeeded = succeeded + $3, skipped = skipped + $4,
       failed = failed + $5, state = case when $6::boolean then 'done' else state end,
       finished_at = case when $6::boolean then clock_timestamp() end
     where id = $1`,
    [action.id, ids.at(-1) ?? null, count('succeeded'), count('skipped'), count('failed'), isLast],
  );
}
