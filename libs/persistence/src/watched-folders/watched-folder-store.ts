/** Folders of shares whose files are run as they come, and what was seen in them. */
import { NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import { onlyRow, type Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type PageRequest, pageOf } from '../projects/page.js';
import { checkPath } from '../shares/shares.js';
import { type LookMeans, lookIntoFolders } from './look.js';
import {
  type NewWatchedFolder,
  type WatchedFileRecord,
  type WatchedFileState,
  type WatchedFolderRecord,
  watchedFileColumns,
  watchedFileStates,
  watchedFolderColumns,
} from './watched-folder-record.js';
import { watchedInput } from './watched-input.js';

const listedFolders = 200;

export type WatchedFileCounts = Readonly<Record<WatchedFileState, number>>;

export function watchedFolderStore(given: Omit<LookMeans, 'noted'>) {
  const means: LookMeans = { ...given, noted: new Map() };
  const { database } = means;
  return {
    /** By name; at most 200. The project must be one that the caller may see. */
    list: (projectId: string) =>
      database.query<WatchedFolderRecord>(
        `select ${watchedFolderColumns} from watched_folder w where w.project_id = $1
         order by lower(w.name), w.id limit ${listedFolders}`,
        [projectId],
      ),

    /** @throws NotFound */
    find: (caller: Caller, id: string) => findFolder(database, caller, id),

    /** Files by state, of each folder; one statement. */
    counts: (ids: readonly string[]) => countFiles(database, ids),

    /** Newest first. @param state absent: all */
    files: (folderId: string, page: PageRequest & { readonly state?: WatchedFileState | null }) =>
      listFiles(database, folderId, page),

    /** @returns the id. @throws UserError INVALID_NAME, NAME_TAKEN, UNKNOWN_TARGET, INVALID_PATH, UNKNOWN_INPUT */
    create: (actor: Actor, projectId: string, folder: NewWatchedFolder): Promise<string> =>
      database.transaction((session) => createFolder(session, actor, projectId, folder)),

    /** Whoever changes it starts its batches from then on. What was seen stays. @throws as create */
    update: (actor: Actor, folder: WatchedFolderRecord, changed: NewWatchedFolder): Promise<void> =>
      database.transaction((session) => updateFolder(session, actor, folder, changed)),

    /** What comes meanwhile is found when it goes on. */
    setPaused: (actor: Actor, folder: WatchedFolderRecord, isPaused: boolean): Promise<void> =>
      database.transaction((session) => setPaused(session, actor, folder, isPaused)),

    /** Forgets what was seen; files of the project and batches stay. */
    remove: (actor: Actor, folder: WatchedFolderRecord): Promise<void> =>
      database.transaction((session) => removeFolder(session, actor, folder)),

    /** Lets the next worker look at once. */
    wake: async (id: string): Promise<void> => {
      await database.query('update watched_folder set looked_at = null where id = $1', [id]);
    },

    /** One pass over the folders that are due. Any number of workers may make it at once. @returns files started */
    pass: (): Promise<number> => lookIntoFolders(means),
  };
}

async function findFolder(session: Session, caller: Caller, id: string): Promise<WatchedFolderRecord> {
  const [folder] = await session.query<WatchedFolderRecord>(
    `select ${watchedFolderColumns} from watched_folder w where w.id = any($3) and ${visibleProject('w.project_id')}`,
    [...callerParameters(caller), [id].filter(isId)],
  );
  if (folder === undefined) throw new NotFound('The watched folder');
  return folder;
}

async function countFiles(session: Session, ids: readonly string[]): Promise<Map<string, WatchedFileCounts>> {
  const rows = await session.query<{ id: string; state: WatchedFileState; files: number }>(
    `select watched_folder_id as id, state, count(*)::int as files from watched_file
     where watched_folder_id = any($1) group by 1, 2`,
    [ids],
  );
  const none = Object.fromEntries(watchedFileStates.map((state) => [state, 0])) as WatchedFileCounts;
  const counts = new Map(ids.map((id) => [id, none]));
  for (const { id, state, files } of rows) counts.set(id, { ...(counts.get(id) ?? none), [state]: files });
  return counts;
}

async function listFiles(
  session: Session,
  folderId: string,
  { first, after, state }: PageRequest & { readonly state?: WatchedFileState | null },
) {
  const rows = await session.query<WatchedFileRecord>(
    `select ${watchedFileColumns} from watched_file f where f.watched_folder_id = $1
       and ($2::bigint is null or f.id < $2) and ($3::text is null or f.state = $3)
     order by f.id desc limit $4`,
    [folderId, decodeCursor(after, 1)?.[0] ?? null, state ?? null, first + 1],
  );
  return pageOf(rows, first, ({ id }) => [id]);
}

async function createFolder(
  session: Session,
  actor: Actor,
  projectId: string,
  folder: NewWatchedFolder,
): Promise<string> {
  const values = await checkedValues(session, projectId, folder, null);
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into watched_folder (project_id, name, share, folder, patterns, recursive, done_suffix, poll_s, stable_s,
         quiet_s, longest_wait_s, design_id, template_id, template_version, input, inputs, options, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning id`,
      [projectId, ...values, actor.userId],
    ),
  );
  await journal(
    session,
    actor,
    projectId,
    'create_watched_folder',
    `Set up the watched folder ${folder.name.trim()}.`,
  );
  return id;
}

async function updateFolder(
  session: Session,
  actor: Actor,
  { id, projectId }: WatchedFolderRecord,
  changed: NewWatchedFolder,
): Promise<void> {
  const values = await checkedValues(session, projectId, changed, id);
  await session.query(
    `update watched_folder set name = $2, share = $3, folder = $4, patterns = $5, recursive = $6, done_suffix = $7,
       poll_s = $8, stable_s = $9, quiet_s = $10, longest_wait_s = $11, design_id = $12, template_id = $13,
       template_version = $14, input = $15, inputs = $16, options = $17, created_by = $18, looked_at = null,
       away_since = null, problem = null
     where id = $1`,
    [id, ...values, actor.userId],
  );
  await journal(
    session,
    actor,
    projectId,
    'change_watched_folder',
    `Changed the watched folder ${changed.name.trim()}.`,
  );
}

/** Of the columns from the name to the options. */
async function checkedValues(
  session: Session,
  projectId: string,
  folder: NewWatchedFolder,
  id: string | null,
): Promise<unknown[]> {
  await requireFreeName(session, projectId, folder.name, id);
  checkPath(folder.folder);
  const input = await watchedInput(session, projectId, folder);
  return [
    folder.name.trim(),
    folder.share,
    folder.folder,
    toJson(folder.patterns),
    folder.recursive,
    folder.doneSuffix,
    folder.pollS,
    folder.stableS,
    folder.quietS,
    Math.max(folder.longestWaitS, folder.quietS),
    folder.designId,
    folder.templateId,
    folder.templateVersion,
    input,
    toJson(folder.inputs),
    toJson(folder.options),
  ];
}

async function requireFreeName(session: Session, projectId: string, name: string, id: string | null) {
  const trimmed = name.trim();
  const place = { parameter: 'name' };
  if (trimmed === '' || trimmed.length > 200)
    throw new UserError('INVALID_NAME', 'A watched folder needs a name of 1 to 200 characters.', place);
  const [taken] = await session.query(
    'select id from watched_folder where project_id = $1 and name = $2 and id is distinct from $3',
    [projectId, trimmed, id],
  );
  if (taken === undefined) return;
  throw new UserError(
    'NAME_TAKEN',
    `The project has a watched folder ${trimmed} already. Give this one another name.`,
    place,
  );
}

async function setPaused(
  session: Session,
  actor: Actor,
  { id, projectId, name }: WatchedFolderRecord,
  isPaused: boolean,
) {
  await session.query(
    'update watched_folder set is_paused = $2, looked_at = null, away_since = null, problem = null where id = $1',
    [id, isPaused],
  );
  const verb = isPaused ? 'pause_watched_folder' : 'resume_watched_folder';
  await journal(
    session,
    actor,
    projectId,
    verb,
    `${isPaused ? 'Paused' : 'Resumed'} the watched folder ${name}.`,
  );
}

async function removeFolder(session: Session, actor: Actor, { id, projectId, name }: WatchedFolderRecord) {
  await session.query('delete from watched_folder where id = $1', [id]);
  await journal(session, actor, projectId, 'remove_watched_folder', `Removed the watched folder ${name}.`);
}

async function journal(session: Session, actor: Actor, projectId: string, verb: string, summary: string) {
  await recordChange(session, actor, { projectId, verb, summary });
}
