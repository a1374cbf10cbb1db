/** Takes contents of shared files into the storage, whole or not at all. */
import type { BlobStore } from '../blobs/blob-store.js';
import type { SharedFile, SharedPlace, Shares } from './shares.js';

export interface TakenFile {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Stores a file's contents.
 * @param projectId for which it is read
 * @param place the file's path is below it
 * @returns null where the file is no longer, or not yet, as it was listed
 * @throws UserError as `Shares.open`, OutOfSpace
 */
export async function takeIn(
  { shares, blobs }: { readonly shares: Shares; readonly blobs: BlobStore },
  projectId: string,
  place: SharedPlace,
  listed: SharedFile,
): Promise<TakenFile | null> {
  const handle = await shares.open(projectId, place, listed.path);
  try {
    const isAsListed = async () => {
      const { size, mtimeMs } = await handle.stat();
      return size === listed.sizeBytes && mtimeMs === listed.modifiedMs;
    };
    if (!(await isAsListed())) return null;
    const blob = await blobs.put(handle.createReadStream({ autoClose: false }));
    // What was written to while it was read is read again later.
    return blob.sizeBytes === listed.sizeBytes && (await isAsListed()) ? blob : null;
  } finally {
    await handle.close();
  }
}
