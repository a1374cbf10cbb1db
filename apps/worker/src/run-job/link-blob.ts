import { mkdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '@batchyard/persistence';

/** A file that the job needs is not in the file storage. */
export class MissingFile extends Error {}

/** Lets a job read a stored file under a path of its own. @param what names it in the error @throws MissingFile */
export async function linkBlob(
  blobs: Pick<BlobStore, 'pathOf'>,
  sha256: string,
  target: string,
  what: string,
): Promise<void> {
  const source = blobs.pathOf(sha256);
  if (!(await stat(source).catch(() => null))) {
    throw new MissingFile(`File ${what} is no longer in the file storage.`);
  }
  await mkdir(path.dirname(target), { recursive: true });
  await symlink(source, target);
}
