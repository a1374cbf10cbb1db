/** Takes complete files into the project: each content once, whatever it is called and whoever takes it. */
import { mediaTypeOf } from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Database, Session } from '../database/session.js';
import { createFiles, fileNameOf } from '../files/file-store.js';
import type { Shares } from '../shares/shares.js';
import { takeIn } from '../shares/take-in.js';
import type { WatchedFolderRecord } from './watched-folder-record.js';

export interface TakeMeans {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly shares: Shares;
}

interface CompleteFile {
  readonly id: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

type ReadFile = CompleteFile & { readonly sha256: string };

/** Files entered in one transaction. */
const atOnce = 50;
/** Files read at the same time: disks and shares take their time to answer. */
const readAtOnce = 5;

/** @returns how many complete files were read; call again until there are none */
export async function takeSomeFiles(means: TakeMeans, folder: WatchedFolderRecord): Promise<number> {
  const complete = await completeFiles(means.database, folder);
  const read: ReadFile[] = [];
  for (let at = 0; at < complete.length; at += readAtOnce) {
    const portion = complete.slice(at, at + readAtOnce);
    const digests = await Promise.all(portion.map((file) => readOne(means, folder, file)));
    read.push(
      ...portion.flatMap((file, index) => {
        const sha256 = digests[index] ?? null;
        return sha256 === null ? [] : [{ ...file, sha256 }];
      }),
    );
  }
  if (read.length > 0) await means.database.transaction((session) => enter(session, folder, read));
  return complete.length;
}

function completeFiles(session: Session, folder: WatchedFolderRecord): Promise<CompleteFile[]> {
  return session.query<CompleteFile>(
    `select id, path, size_bytes::float8 as "sizeBytes", modified_ms as "modifiedMs" from watched_file
     where watched_folder_id = $1 and state = 'arriving' and is_current
       and (is_marked or not $2)
       and (($2 and note is null) or unchanged_since <= clock_timestamp() - make_interval(secs => $3))
     order by id limit ${atOnce}`,
    [folder.id, folder.doneSuffix !== null, folder.stableS],
  );
}

/** null: it cannot be read, which is noted, or is changing after all; both are tried again after a while. */
async function readOne(
  means: TakeMeans,
  folder: WatchedFolderRecord,
  file: CompleteFile,
): Promise<string | null> {
  let note = 'It changed while it was read.';
  try {
    const taken = await takeIn(means, folder.projectId, folder, file);
    if (taken !== null) return taken.sha256;
  } catch (error) {
    note = (error as Error).message;
  }
  await means.database.query(
    `update watched_file set unchanged_since = clock_timestamp(), note = $2 where id = $1 and state = 'arriving'`,
    [file.id, note],
  );
  return null;
}

async function enter(
  session: Session,
  folder: WatchedFolderRecord,
  read: readonly ReadFile[],
): Promise<void> {
  // Whoever else read the same files waits here, and finds them entered then.
  await session.query('select from watched_folder where id = $1 for update', [folder.id]);
  const open = await session.query<{ id: string }>(
    `select f.id from watched_file f
     join jsonb_to_recordset($2) r (id bigint, "sizeBytes" bigint, "modifiedMs" float8) on r.id = f.id
     where f.watched_folder_id = $1 and f.state = 'arriving' and f.size_bytes = r."sizeBytes"
       and f.modified_ms = r."modifiedMs"`,
    [folder.id, JSON.stringify(read)],
  );
  const isOpen = new Set(open.map(({ id }) => id));
  const first = await contentsOf(
    session,
    folder.id,
    read.map(({ sha256 }) => sha256),
  );
  const fresh: ReadFile[] = [];
  for (const file of read.filter(({ id }) => isOpen.has(id))) {
    const known = first.get(file.sha256);
    if (known === undefined) {
      first.set(file.sha256, file);
      fresh.push(file);
    } else if (known.path === file.path) await isAsBefore(session, file, known.id);
    else await isSameAs(session, file, known.path);
  }
  if (fresh.length > 0) await createProjectFiles(session, folder, fresh);
}

/** The first file of each content that was taken. */
async function contentsOf(session: Session, folderId: string, digests: readonly string[]) {
  const rows = await session.query<{ sha256: string; path: string; id: string }>(
    `select sha256, path, id from watched_file
     where watched_folder_id = $1 and sha256 = any($2) and state in ('waiting', 'started', 'refused')`,
    [folderId, digests],
  );
  return new Map(rows.map(({ sha256, ...file }) => [sha256, file as { path: string; id: string }]));
}

/** Written anew with what it held already. */
async function isAsBefore(session: Session, file: ReadFile, knownId: string): Promise<void> {
  await session.query('delete from watched_file where id = $1', [file.id]);
  await session.query(
    'update watched_file set is_current = true, size_bytes = $2, modified_ms = $3 where id = $1',
    [knownId, file.sizeBytes, file.modifiedMs],
  );
}

async function isSameAs(session: Session, file: ReadFile, path: string): Promise<void> {
  await session.query(
    `update watched_file set state = 'same_content', sha256 = $2, note = $3, taken_at = clock_timestamp() where id = $1`,
    [file.id, file.sha256, `Has the content of ${path}.`],
  );
}

async function createProjectFiles(
  session: Session,
  folder: WatchedFolderRecord,
  fresh: readonly ReadFile[],
): Promise<void> {
  const created = await createFiles(
    session,
    { userId: folder.createdById, source: 'schedule' },
    folder.projectId,
    fresh.map(({ path, sha256, sizeBytes }) => ({
      name: fileNameOf(path),
      sha256,
      sizeBytes,
      mediaType: mediaTypeOf(path),
    })),
    (files) => `Took ${files} from the watched folder ${folder.name}.`,
  );
  const fileIds = new Map(created.map(({ sha256, id }) => [sha256, id]));
  await session.query(
    `update watched_file f set state = 'waiting', sha256 = n.sha256, file_id = n."fileId", note = null,
       taken_at = clock_timestamp()
     from jsonb_to_recordset($1) n (id bigint, sha256 text, "fileId" bigint) where f.id = n.id`,
    [JSON.stringify(fresh.map(({ id, sha256 }) => ({ id, sha256, fileId: fileIds.get(sha256) })))],
  );
}
