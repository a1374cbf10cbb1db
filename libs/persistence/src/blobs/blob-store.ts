/**
 * Files by content: a file's name is its SHA-256, so equal contents are stored once, and nothing that is stored ever
 * changes. A file appears complete or not at all.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { failPoint } from '../faults/fail-points.js';
import { isMutant } from '../faults/mutants.js';

export interface StoredBlob {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Of the disk that holds a folder, in bytes. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface BlobStore {
  /**
   * Stores a local file's or a stream's contents.
   * @throws OutOfSpace when the disk is full; nothing is left behind then
   */
  put(source: string | Readable): Promise<StoredBlob>;
  /** @throws Error with code ENOENT when there is no such file */
  open(sha256: string): ReadStream;
  /** Where the contents lie on this machine; the file is read-only. */
  pathOf(sha256: string): string;
  /** How much room there is on the disk that holds the files. */
  room(): Promise<DiskRoom>;
  /** Removes what interrupted writes left behind longer than `olderThanMs` ago. @returns how many files */
  sweep(olderThanMs: number): Promise<number>;
}

/** The disk that holds the files is full. */
export class OutOfSpace extends Error {
  constructor(readonly folder: string) {
    super(`ENOSPC: the disk that holds ${folder} is full. Free some space, then try again.`);
    this.name = 'OutOfSpace';
  }
}

/** @param filesDir folder that this installation alone writes to; made when absent */
export async function openBlobStore(filesDir: string): Promise<BlobStore> {
  const root = path.resolve(filesDir);
  const temporary = path.join(root, '.tmp');
  await mkdir(path.dirname(root), { recursive: true });
  // Other accounts of the machine have no business in a project's files.
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(temporary, { recursive: true });
  const pathOf = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${JSON.stringify(sha256)} is not a SHA-256.`);
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  return {
    pathOf,
    open: (sha256) => createReadStream(pathOf(sha256)),
    async put(source) {
      const draft = path.join(temporary, randomUUID());
      try {
        const blob = await writeDraft(draft, typeof source === 'string' ? createReadStream(source) : source);
        const published = publish(draft, pathOf(blob.sha256));
        if (!isMutant('record_before_blob')) await published;
        return blob;
      } catch (error) {
        await rm(draft, { force: true });
        throw isFull(error) ? new OutOfSpace(root) : error;
      }
    },
    room: () => roomOf(root),
    sweep: (olderThanMs) => sweepFolder(temporary, olderThanMs),
  };
}

/** What an ordinary account may still write on the disk that holds the folder. */
export async function roomOf(folder: string): Promise<DiskRoom> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

async function writeDraft(draft: string, source: Readable): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(draft, 'wx');
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

async function publish(draft: string, target: string): Promise<void> {
  await failPoint('before_blob_rename');
  await chmod(draft, 0o444);
  await mkdir(path.dirname(target), { recursive: true });
  // Over an equal file this replaces it by the same contents.
  await rename(draft, target);
  await syncFolder(path.dirname(target));
  await failPoint('after_blob_rename');
}

/** Makes the new name itself survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Removes files in one folder that nobody wrote to for `olderThanMs`. */
async function sweepFolder(folder: string, olderThanMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const stats = await stat(file).catch(() => null);
    if (stats === null || Date.now() - stats.mtimeMs < olderThanMs) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}
