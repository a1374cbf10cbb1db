/**
 * Files in the storage that no row names: what a worker stored before it died, or what an upload stored before it
 * was refused. Equal contents may be stored again at any moment, so a file is judged by its inode, not by its name.
 */
import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Database, Session } from '../database/session.js';

/** Whoever stores a file must have named it in a row within this time. */
const orphanAfterMs = 86_400_000;

/** Sweeps the storage, one 256th of it a minute, whichever process asks first; every portion has its turn in 4.3 h. */
export function orphanSweep(database: Database, filesDir: string) {
  return {
    /** @returns how many files were removed; 0 also when another process has done this minute's portion */
    async sweep(): Promise<number> {
      const [claim] = await database.query<{ portion: number }>(
        `insert into instance_setting (key, value)
         values ('blobs.swept_minute', to_jsonb(floor(extract(epoch from clock_timestamp()) / 60)::bigint))
         on conflict (key) do update set value = excluded.value
           where instance_setting.value::bigint < excluded.value::bigint
         returning (value::bigint % ${blobPortions})::int as portion`,
      );
      return claim === undefined ? 0 : sweepPortion(database, filesDir, claim.portion, orphanAfterMs);
    },
  };
}

/** First two digits of a digest. */
const blobPortions = 256;

/**
 * Removes the files of one portion that no row names and that were stored long ago.
 * @param portion from 0 to `blobPortions` − 1
 * @returns how many files were removed
 */
export async function sweepPortion(
  session: Session,
  filesDir: string,
  portion: number,
  olderThanMs: number,
): Promise<number> {
  const root = path.resolve(filesDir);
  const folder = path.join(root, portion.toString(16).padStart(2, '0'));
  const old = await oldFiles(folder, Date.now() - olderThanMs);
  if (old.length === 0) return 0;
  const named = await namedBlobs(
    session,
    old.map((file) => path.basename(file.path)),
  );
  let removed = 0;
  for (const file of old) {
    if (!named.has(path.basename(file.path)) && (await removeInode(root, file))) removed++;
  }
  return removed;
}

interface OldFile {
  readonly path: string;
  readonly inode: number;
}

async function oldFiles(folder: string, beforeMs: number): Promise<OldFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const blobs = names.filter((name) => /^[0-9a-f]{64}$/.test(path.basename(name)));
  const files: OldFile[] = [];
  for (const name of blobs) {
    const file = path.join(folder, name);
    const stats = await lstat(file).catch(() => null);
    if (stats?.isFile() && stats.mtimeMs < beforeMs) files.push({ path: file, inode: stats.ino });
  }
  return files;
}

/** Which of these digests any row names; the inputs of jobs are uploaded files; sheets and shared files of templates lie there too. */
async function namedBlobs(session: Session, digests: readonly string[]): Promise<Set<string>> {
  const rows = await session.query<{ sha256: string }>(
    `select d.sha256 from unnest($1::text[]) d (sha256)
     where exists (select from artifact a where a.sha256 = d.sha256)
       or exists (select from project p join file f on f.project_id = p.id and f.sha256 = d.sha256)
       or exists (select from import_draft i where i.sha256 = d.sha256)
       or exists (select from template_version t
         where t.files @> jsonb_build_array(jsonb_build_object('sha256', d.sha256)))`,
    [digests],
  );
  return new Set(rows.map((row) => row.sha256));
}

/**
 * Takes the file out of sight first and looks at what that was: when equal contents were stored meanwhile, the new
 * file goes back to its place.
 */
async function removeInode(root: string, file: OldFile): Promise<boolean> {
  const trash = path.join(root, '.tmp', randomUUID());
  await mkdir(path.dirname(trash), { recursive: true });
  try {
    await rename(file.path, trash);
  } catch {
    return false;
  }
  const isThatOne = (await stat(trash)).ino === file.inode;
  if (!isThatOne) await link(trash, file.path).catch(ignoreExisting);
  await rm(trash, { force: true });
  return isThatOne;
}

/** Equal contents have come a third time. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
