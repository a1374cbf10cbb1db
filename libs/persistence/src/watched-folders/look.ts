/** One look into a folder: what lies there, what is complete, what may start. Any worker may make it. */
import { createHash } from 'node:crypto';
import { matchFiles, UserError } from '@batchyard/domain';
import { onlyRow, type Session } from '../database/session.js';
import { type ListedFile, noteListing } from './note-listing.js';
import { startWaiting, type WaitingMeans } from './start-waiting.js';
import { type TakeMeans, takeSomeFiles } from './take-files.js';
import { type WatchedFolderRecord, watchedFolderColumns } from './watched-folder-record.js';

export interface LookMeans extends TakeMeans, WaitingMeans {
  /** What this process noted last, by folder. */
  readonly noted: Map<string, NotedListing>;
}

interface NotedListing {
  readonly digest: string;
  readonly atMs: number;
}

/** An equal listing is noted again after so long, as another worker may have seen another one, ms. */
const noteAgainMs = 60_000;

/** Looks into folders that are due, one after another. @returns files that were started */
export async function lookIntoFolders(means: LookMeans): Promise<number> {
  let started = 0;
  for (;;) {
    const folder = await claimFolder(means.database, means.shares.names);
    if (folder === null) return started;
    started += await look(means, folder);
  }
}

/** The one that waited longest; others leave it alone for the time between two looks. */
async function claimFolder(session: Session, shares: readonly string[]): Promise<WatchedFolderRecord | null> {
  const [folder] = await session.query<WatchedFolderRecord>(
    `update watched_folder w set looked_at = clock_timestamp() where w.id = (
       select id from watched_folder where not is_paused and share = any($1)
         and coalesce(looked_at, '-infinity') <= clock_timestamp() - make_interval(secs => poll_s)
       order by looked_at nulls first limit 1 for update skip locked)
     returning ${watchedFolderColumns}`,
    [shares],
  );
  return folder ?? null;
}

async function look(means: LookMeans, folder: WatchedFolderRecord): Promise<number> {
  const { database } = means;
  const away = await noteFolder(means, folder);
  try {
    let started = 0;
    while (away === null && (await takeSomeFiles(means, folder)) > 0) {
      // Reading takes long; the folder stays this worker's, and files that waited long enough start.
      await database.query('update watched_folder set looked_at = clock_timestamp() where id = $1', [
        folder.id,
      ]);
      started += await startWaiting(means, folder);
    }
    started += await startWaiting(means, folder);
    await noteProblem(database, folder.id, away);
    return started;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await noteProblem(database, folder.id, away, error.message);
    return 0;
  }
}

/** @returns why the folder cannot be read; null where it can. What was seen in it is kept in either case */
async function noteFolder(
  { shares, database, noted }: LookMeans,
  folder: WatchedFolderRecord,
): Promise<string | null> {
  try {
    const listed = await shares.list(folder.projectId, folder, folder.recursive);
    const files = wantedFiles(folder, listed);
    // A folder below is not there either where a share is not mounted; the share itself is then an empty folder.
    if (listed.length === 0 && folder.folder === '' && (await hasSeenFiles(database, folder.id)))
      return `The share ${folder.share} is empty now, although there were files in it: all taken away, or not mounted.`;
    await noteOnce(noted, folder.id, files, () => noteListing(database, folder.id, files));
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function noteOnce(
  noted: Map<string, NotedListing>,
  folderId: string,
  files: readonly ListedFile[],
  note: () => Promise<void>,
): Promise<void> {
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  const last = noted.get(folderId);
  if (last?.digest === digest && Date.now() - last.atMs < noteAgainMs) return;
  await note();
  noted.set(folderId, { digest, atMs: Date.now() });
}

async function hasSeenFiles(session: Session, folderId: string): Promise<boolean> {
  const { seen } = onlyRow(
    await session.query<{ seen: boolean }>(
      'select exists (select from watched_file where watched_folder_id = $1 and is_current) as seen',
      [folderId],
    ),
  );
  return seen;
}

/** Files that the patterns name, without marks. */
function wantedFiles(
  { patterns, recursive, doneSuffix }: WatchedFolderRecord,
  listed: readonly Omit<ListedFile, 'isMarked'>[],
): ListedFile[] {
  const names = listed.map(({ path }) => path);
  const all = new Set(names);
  const wanted =
    patterns.length === 0
      ? all
      : new Set(
          patterns.flatMap((pattern) => matchFiles(names, pattern, recursive)?.map(({ path }) => path) ?? []),
        );
  const isMark = (path: string) =>
    doneSuffix !== null && path.endsWith(doneSuffix) && all.has(path.slice(0, -doneSuffix.length));
  return listed
    .filter(({ path }) => wanted.has(path) && !isMark(path))
    .map((file) => ({ ...file, isMarked: doneSuffix !== null && all.has(file.path + doneSuffix) }));
}

async function noteProblem(
  session: Session,
  folderId: string,
  away: string | null,
  problem: string | null = null,
): Promise<void> {
  await session.query(
    `update watched_folder set problem = $2, away_since = case when $3 then coalesce(away_since, clock_timestamp()) end
     where id = $1 and (problem is distinct from $2 or (away_since is not null) <> $3)`,
    [folderId, away ?? problem, away !== null],
  );
}
