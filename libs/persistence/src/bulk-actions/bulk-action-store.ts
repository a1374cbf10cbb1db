/** Bulk actions: one thing done to many jobs, as an object with progress and a list of what it did. */
import { type BulkOutcome, type BulkVerb, Conflict, NotFound } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import type { JobListFilter } from '../job-lists/job-filter.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { countAffected } from './affected-jobs.js';
import { type BulkActionRecord, type BulkEntryRecord, bulkActionColumns } from './bulk-action-record.js';
import { announceBulkAction, type BulkArgument, carryOutPortion } from './carry-out.js';

/** A bulk action in a project in which the actor may run jobs: the caller has checked that. */
export interface NewBulkAction {
  readonly projectId: string;
  readonly verb: BulkVerb;
  /** Head start in s, for `set_priority`. */
  readonly priority?: number;
  /** What it applies to: these jobs, or all that match. */
  readonly jobs: { readonly ids: readonly string[] } | { readonly filter: JobListFilter };
}

export function bulkActionStore(database: Database) {
  return {
    /** Begins it; workers carry it out. @returns its id @throws NotFound when one of the ids is no job of the project */
    start: (actor: Actor, action: NewBulkAction): Promise<string> =>
      database.transaction((session) => startBulkAction(session, actor, action)),

    /** Ends it after the portion under way. @throws NotFound, Conflict */
    stop: (actor: Actor, id: string): Promise<void> =>
      database.transaction((session) => stopBulkAction(session, actor, id)),

    /** Does one portion of any running action. @returns null when there is nothing to do */
    carryOutPortion: () => carryOutPortion(database),

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<BulkActionRecord> => {
      const [action] = await database.query<BulkActionRecord>(
        `select ${bulkActionColumns} from bulk_action a where a.id = any($3) and ${visibleProject('a.project_id')}`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (action === undefined) throw new NotFound('The bulk action');
      return action;
    },

    /** Newest first. The project must be one that the caller may see. */
    list: async (projectId: string, { first, after }: PageRequest): Promise<Page<BulkActionRecord>> => {
      const rows = await database.query<BulkActionRecord>(
        `select ${bulkActionColumns} from bulk_action a where a.project_id = $1 and ($2::bigint is null or a.id < $2)
         order by a.id desc limit $3`,
        [projectId, decodeCursor(after, 1)?.[0] ?? null, first + 1],
      );
      return pageOf(rows, first, (action) => [action.id]);
    },

    /** What it did so far, newest job first. @param outcome null: all */
    entries: async (
      id: string,
      { first, after }: PageRequest,
      outcome: BulkOutcome | null = null,
    ): Promise<Page<BulkEntryRecord>> => {
      const rows = await database.query<BulkEntryRecord>(
        `select job_id as "jobId", outcome, note from bulk_action_entry
         where bulk_action_id = $1 and ($2::bigint is null or job_id < $2) and ($3::text is null or outcome = $3)
         order by job_id desc limit $4`,
        [id, decodeCursor(after, 1)?.[0] ?? null, outcome, first + 1],
      );
      return pageOf(rows, first, (entry) => [entry.jobId]);
    },
  };
}

const verbWords: Readonly<Record<BulkVerb, string>> = {
  cancel: 'cancel',
  retry: 'retry',
  set_priority: 'set the priority of',
};

async function startBulkAction(session: Session, actor: Actor, action: NewBulkAction): Promise<string> {
  const { projectId, verb, priority, jobs } = action;
  const jobIds = 'ids' in jobs ? [...new Set(jobs.ids)] : null;
  if (jobIds !== null) await requireJobs(session, projectId, jobIds);
  const filter = 'filter' in jobs ? jobs.filter : null;
  const throughId = await newestJob(session, projectId);
  const total = await countAffected(session, { projectId, throughId, filter, jobIds });
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: `bulk_${verb}`,
    summary: `Began to ${verbWords[verb]} ${total.toLocaleString('en')} ${total === 1 ? 'job' : 'jobs'}.`,
  });
  const argument: BulkArgument = { throughId, ...(priority === undefined ? {} : { priority }) };
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into bulk_action (project_id, changeset_id, verb, argument, filter, job_ids, total, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [projectId, changesetId, verb, toJson(argument), filter && toJson(filter), jobIds, total, actor.userId],
    ),
  );
  await announceBulkAction(session, id);
  return id;
}

/** Jobs of other projects do not exist here. */
async function requireJobs(session: Session, projectId: string, ids: readonly string[]): Promise<void> {
  const rows = await session.query<{ id: string }>(
    'select id from job where project_id = $1 and id = any($2)',
    [projectId, ids.filter(isId)],
  );
  const found = new Set(rows.map((row) => row.id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw new NotFound(`Job ${missing}`);
}

async function newestJob(session: Session, projectId: string): Promise<string> {
  const [job] = await session.query<{ id: string }>(
    'select id from job where project_id = $1 order by id desc limit 1',
    [projectId],
  );
  return job?.id ?? '0';
}

async function stopBulkAction(session: Session, actor: Actor, id: string): Promise<void> {
  // Waits for the portion that is under way, whose transaction holds the row.
  const [action] = await session.query<{ projectId: string; state: string }>(
    'select project_id as "projectId", state from bulk_action where id = $1 for no key update',
    [id],
  );
  if (action === undefined) throw new NotFound('The bulk action');
  if (action.state !== 'running') throw new Conflict('The bulk action has ended already.');
  await session.query(
    `update bulk_action set state = 'stopped', finished_at = clock_timestamp() where id = $1`,
    [id],
  );
  await recordChange(session, actor, {
    projectId: action.projectId,
    verb: 'stop_bulk_action',
    summary: `Stopped the bulk action ${id} before its end.`,
  });
  await announceBulkAction(session, id);
}
