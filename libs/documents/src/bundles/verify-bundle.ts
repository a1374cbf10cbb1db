/** Says whether a bundle still holds what it was made with. Nothing is written to disk, whatever the archive says. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { DamagedArchive, readContents, readDirectory, type StoredFile } from '@batchyard/pipelines';
import { checksumsPath, readChecksums } from './checksums.js';

/** One way in which a bundle differs from its checksums. */
export interface Drift {
  /** The file concerned; the archive's own name for what concerns all of it. */
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'added' | 'damaged' | 'unsafe' | 'repeated';
  /** A sentence without the path. */
  readonly message: string;
}

export interface BundleCheck {
  /** Files whose contents are as listed. */
  readonly intact: number;
  /** Empty when all is as it was. */
  readonly drift: readonly Drift[];
}

/** A list longer than this is none of ours. */
const maxListBytes = 256 * 1024 * 1024;

/**
 * Hashes every file of a bundle anew.
 * @throws NotABundle when the file is no zip archive, and the system's error when it cannot be read
 */
export async function verifyBundle(file: string): Promise<BundleCheck> {
  const handle = await open(file, 'r');
  try {
    await requireZip(handle);
    return await checkFiles(handle, await readDirectory(handle));
  } catch (error) {
    if (!(error instanceof DamagedArchive)) throw error;
    const drift: Drift = {
      path: file,
      kind: 'damaged',
      message: `The archive cannot be read: ${error.message}.`,
    };
    return { intact: 0, drift: [drift] };
  } finally {
    await handle.close();
  }
}

/** The file is something else. */
export class NotABundle extends Error {
  constructor() {
    super('It is no zip archive.');
    this.name = 'NotABundle';
  }
}

async function requireZip(handle: FileHandle): Promise<void> {
  const start = Buffer.alloc(4);
  await handle.read(start, 0, 4, 0);
  if (start.toString('latin1', 0, 2) !== 'PK') throw new NotABundle();
}

async function checkFiles(handle: FileHandle, files: readonly StoredFile[]): Promise<BundleCheck> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const drift: Drift[] = files.flatMap((file) => nameDrift(file, byPath));
  const list = byPath.get(checksumsPath);
  if (list === undefined) {
    const message = 'It is missing, so nothing can be checked.';
    return { intact: 0, drift: [...drift, { path: checksumsPath, kind: 'missing', message }] };
  }
  const text = await readList(handle, list);
  if (typeof text !== 'string') return { intact: 0, drift: [...drift, text] };
  const { checksums, damaged } = readChecksums(text);
  for (const line of damaged)
    drift.push({ path: checksumsPath, kind: 'damaged', message: `Line ${line} is no checksum.` });
  const expected = new Map(checksums.map(({ path, sha256 }) => [path, sha256]));
  let intact = 0;
  for (const [path, sha256] of expected) {
    const problem = await contentDrift(handle, byPath.get(path), { path, sha256 });
    if (problem === null) intact++;
    else drift.push(problem);
  }
  const added = [...byPath.keys()].filter((path) => path !== checksumsPath && !expected.has(path));
  drift.push(
    ...added.map((path): Drift => ({ path, kind: 'added', message: `It is not in ${checksumsPath}.` })),
  );
  return { intact, drift };
}

function nameDrift(file: StoredFile, byPath: ReadonlyMap<string, StoredFile>): Drift[] {
  const { path } = file;
  const parts = path.split('/');
  const isSafe =
    !/[\\\0]|^[a-z]:/i.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return [
    ...(isSafe
      ? []
      : [{ path, kind: 'unsafe' as const, message: 'It would be unpacked outside of its folder.' }]),
    ...(byPath.get(path) === file
      ? []
      : [{ path, kind: 'repeated' as const, message: 'The archive has it twice.' }]),
  ];
}

async function readList(handle: FileHandle, list: StoredFile): Promise<string | Drift> {
  if (list.unpackedBytes > maxListBytes)
    return { path: checksumsPath, kind: 'damaged', message: 'It is too large to be a list of checksums.' };
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of readContents(handle, list)) chunks.push(chunk);
  } catch (error) {
    return damage(checksumsPath, error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function contentDrift(
  handle: FileHandle,
  file: StoredFile | undefined,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<Drift | null> {
  if (file === undefined) return { path, kind: 'missing', message: 'It is listed, but not in the archive.' };
  const hash = createHash('sha256');
  try {
    for await (const chunk of readContents(handle, file)) hash.update(chunk);
  } catch (error) {
    return damage(path, error);
  }
  const found = hash.digest('hex');
  if (found === sha256) return null;
  const message = `Its contents differ: SHA-256 is ${found}, expected ${sha256}.`;
  return { path, kind: 'changed', message };
}

function damage(path: string, error: unknown): Drift {
  if (!(error instanceof DamagedArchive)) throw error;
  return { path, kind: 'damaged', message: `Its contents differ: ${error.message}.` };
}
