/** Files of shares as inputs: each becomes a file of the project once, known by its content. */
import { matchFiles, UserError } from '@batchyard/domain';
import { mediaTypeOf } from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Actor } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { createFiles, fileNameOf } from '../files/file-store.js';
import { joined, type SharedFile, type SharedPlace, type Shares } from '../shares/shares.js';
import { takeIn } from '../shares/take-in.js';

export interface ShareMeans {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly shares: Shares;
}

/** Where a file lies, or with stars several: `lab:/night/plate_*.csv`. */
export interface SharePattern extends SharedPlace {
  /** Below the folder. */
  readonly pattern: string;
}

/** @returns null for the name of a file of the project, which has no slash */
export function readSharePattern(text: string): SharePattern | null {
  const [, share, below] = /^([a-z0-9][a-z0-9_-]*):\/(.+)$/s.exec(text) ?? [];
  if (share === undefined || below === undefined) return null;
  const parts = below.split('/');
  const firstWild = parts.findIndex((part) => isPattern(part));
  const end = firstWild === -1 ? parts.length - 1 : firstWild;
  return { share, folder: parts.slice(0, end).join('/'), pattern: parts.slice(end).join('/') };
}

/** Whether a name stands for many files. */
export const isPattern = (text: string) => /[*?]/.test(text);

/** @throws UserError SHARE_NOT_GRANTED, SHARE_AWAY, UNKNOWN_SHARE */
export async function matchShare(
  shares: Shares,
  projectId: string,
  where: SharePattern,
): Promise<SharedFile[]> {
  const { pattern } = where;
  const listed = await shares.list(projectId, where, pattern.includes('/'));
  const files = new Map(listed.map((file) => [file.path, file]));
  return (matchFiles([...files.keys()], pattern) ?? []).flatMap(({ path }) => files.get(path) ?? []);
}

export interface EnteredFile {
  readonly id: string;
  readonly sha256: string;
}

/**
 * The project's files with the contents that lie there now; what the project lacks is entered.
 * @returns one for each file; null where it is being written to
 */
export async function enterShareFiles(
  means: ShareMeans,
  {
    projectId,
    actor,
    source,
  }: { readonly projectId: string; readonly actor: Actor; readonly source: string },
  place: SharedPlace,
  files: readonly SharedFile[],
): Promise<(EnteredFile | null)[]> {
  const digests = await knownDigests(means, projectId, place, files);
  const found: (string | null)[] = [];
  for (const file of files) {
    found.push(digests.get(file.path) ?? (await readDigest(means, projectId, place, file)));
  }
  return means.database.transaction(async (session) => {
    // Two schedules that read the same share at once enter a file once.
    await session.query('select from project where id = $1 for no key update', [projectId]);
    const ids = await fileIds(
      session,
      projectId,
      found.filter((sha256) => sha256 !== null),
    );
    const missing = new Map(
      files.flatMap((file, index): [string, SharedFile][] => {
        const sha256 = found[index] ?? null;
        return sha256 === null || ids.has(sha256) ? [] : [[sha256, file]];
      }),
    );
    if (missing.size > 0) {
      const created = await createFiles(
        session,
        actor,
        projectId,
        [...missing].map(([sha256, { path, sizeBytes }]) => ({
          name: fileNameOf(path),
          sha256,
          sizeBytes,
          mediaType: mediaTypeOf(path),
        })),
        (what) => `Took ${what} from the share ${place.share} for ${source}.`,
      );
      for (const { sha256, id } of created) ids.set(sha256, id);
    }
    return found.map((sha256) => (sha256 === null ? null : { id: ids.get(sha256) ?? '', sha256 }));
  });
}

/** Digests of files that have not changed since they were read, by path, where the project has the contents. */
async function knownDigests(
  { database }: ShareMeans,
  projectId: string,
  { share, folder }: SharedPlace,
  files: readonly SharedFile[],
): Promise<Map<string, string>> {
  const wanted = files.map((file) => ({ ...file, whole: joined(folder, file.path) }));
  const rows = await database.query<{ path: string; sha256: string }>(
    `select w.path, d.sha256 from share_digest d
     join jsonb_to_recordset($2) w (path text, whole text, "sizeBytes" bigint, "modifiedMs" float8)
       on w.whole = d.path and w."sizeBytes" = d.size_bytes and w."modifiedMs" = d.modified_ms
     where d.share = $1 and exists (select from file f where f.project_id = $3 and f.sha256 = d.sha256)`,
    [share, JSON.stringify(wanted), projectId],
  );
  return new Map(rows.map(({ path, sha256 }) => [path, sha256]));
}

async function readDigest(
  means: ShareMeans,
  projectId: string,
  place: SharedPlace,
  file: SharedFile,
): Promise<string | null> {
  const { share, folder } = place;
  const taken = await takeIn(means, projectId, place, file);
  if (taken === null) return null;
  await means.database.query(
    `insert into share_digest (share, path, size_bytes, modified_ms, sha256) values ($1, $2, $3, $4, $5)
     on conflict (share, path) do update
     set size_bytes = excluded.size_bytes, modified_ms = excluded.modified_ms, sha256 = excluded.sha256`,
    [share, joined(folder, file.path), file.sizeBytes, file.modifiedMs, taken.sha256],
  );
  return taken.sha256;
}

async function fileIds(
  session: Session,
  projectId: string,
  digests: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ sha256: string; id: string }>(
    `select distinct on (sha256) sha256, id from file where project_id = $1 and sha256 = any($2) order by sha256, id desc`,
    [projectId, digests],
  );
  return new Map(rows.map(({ sha256, id }) => [sha256, id]));
}

/** A file of a share as a person writes it. */
export const shareText = (share: string, file: string) => `${share}:/${file}`;

/** @throws UserError INPUT_NOT_FOUND */
export function requireMatch<T>(found: readonly T[], input: string, pattern: string): readonly T[] {
  if (found.length > 0) return found;
  throw new UserError('INPUT_NOT_FOUND', notFoundText(pattern), { input });
}

function notFoundText(pattern: string): string {
  const where = readSharePattern(pattern);
  if (where !== null) return `The share ${where.share} has no file like ${pattern}.`;
  return isPattern(pattern)
    ? `No file of the project has a name like ${pattern}.`
    : `The project has no file ${pattern}.`;
}
