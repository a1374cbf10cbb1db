/** Takes contents of shared files into the storage, whole or not at all. */
import type { BlobStore } from '../blobs/blob-store.js';
import type { SharedFile, Shares } from './shares.js';

export interface TakenFile {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Stores a file's contents.
 * @param folder below the share; the file's path is below that
 * @returns null where the file is no longer, or not yet, as it was listed
 * @throws UserError as `Shares.open`, OutOfSpace
 */
export async function takeIn(
  { shares, blobs }: { readonly shares: Shares; readonly blobs: BlobStore },
  share: string,
  folder: string,
  listed: SharedFile,
): Promise<TakenFile | null> {
  const handle = await shares.open(share, joined(folder, listed.path));
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

/** A path below a share, with slashes. */
export const joined = (folder: string, file: string) => (folder === '' ? file : `${folder}/${file}`);
