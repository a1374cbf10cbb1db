/**
 * Directories of stored zip files, each unpacked once however many jobs read it. Those that no job reads stay for the
 * next one until there are too many of them.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename } from 'node:fs/promises';
import path from 'node:path';
import { removeReadOnly, unpackDirectory } from './unpack.js';

export interface OpenedDirectory {
  readonly path: string;
  /** To be called once when it is read no more. */
  release(): void;
}

export interface UnpackedDirectories {
  /**
   * @param zipFile or a link to it; its contents never change
   * @throws UnfitArchive, TooLargeArchive, or the system's error
   */
  open(zipFile: string): Promise<OpenedDirectory>;
}

export interface UnpackLimits {
  /** Of one directory. */
  readonly maxBytes: number;
  /** Of all that no job reads. */
  readonly maxUnusedBytes: number;
}

interface Kept {
  readonly ready: Promise<{ readonly path: string; readonly bytes: number }>;
  readonly folder: string;
  readers: number;
  /** Known when it is ready. */
  bytes: number;
}

/** @param folder of its own, made when first needed; whoever opens it removes it */
export function openUnpackedDirectories(folder: string, limits: UnpackLimits): UnpackedDirectories {
  /** Those used longest ago come first. */
  const kept = new Map<string, Kept>();
  let drafts = 0;
  const unpack = async (target: string, zipFile: string) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${target}.partial-${drafts++}`;
    const top = await unpackDirectory(zipFile, draft, limits.maxBytes);
    await rename(draft, target);
    return { path: path.join(target, path.relative(draft, top)), bytes: await bytesOf(target) };
  };
  const dropUnused = () => {
    let unused = 0;
    for (const [zipFile, one] of [...kept].reverse()) {
      if (one.readers > 0) continue;
      unused += one.bytes;
      if (unused <= limits.maxUnusedBytes) continue;
      kept.delete(zipFile);
      // It may be wanted again before it is gone: each unpacking has a folder of its own.
      void removeReadOnly(one.folder).catch(() => undefined);
    }
  };
  const begin = (zipFile: string): Kept => {
    const key = createHash('sha256').update(zipFile).digest('hex').slice(0, 32);
    const target = path.join(folder, `${key}-${drafts++}`);
    return { folder: target, readers: 0, bytes: 0, ready: unpack(target, zipFile) };
  };
  return {
    async open(given) {
      // Jobs have links of their own to one stored file.
      const zipFile = await realpath(given);
      const one = kept.get(zipFile) ?? begin(zipFile);
      kept.delete(zipFile);
      kept.set(zipFile, one);
      one.readers++;
      try {
        const { path: directory, bytes } = await one.ready;
        one.bytes = bytes;
        const release = () => {
          one.readers--;
          dropUnused();
        };
        return { path: directory, release };
      } catch (error) {
        // The next one tries again: the disk may have room by then.
        if (kept.get(zipFile) === one) kept.delete(zipFile);
        throw error;
      }
    },
  };
}

async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += (await lstat(path.join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
