/** Copies of zip archives in which some parts are changed and all others are as they were. */
import { open } from 'node:fs/promises';
import { readContents, readDirectory } from '@batchyard/pipelines/archives';
import type { DraftEntry, Drafts } from './drafts.js';
import { zipArchive } from './zip.js';

/** From a part's contents to what takes their place. */
export type Rewrite = (contents: AsyncIterable<Uint8Array>) => AsyncIterable<string | Uint8Array>;

/**
 * @param rewrites by path of the part
 * @param added further parts by path, in place of those that are there already
 * @throws DamagedArchive
 */
export async function* rewriteArchive(
  file: string,
  rewrites: ReadonlyMap<string, Rewrite>,
  drafts: Drafts,
  added: ReadonlyMap<string, AsyncIterable<string | Uint8Array>> = new Map(),
): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    yield* zipArchive(entries());
  } finally {
    await handle.close();
  }

  async function* entries(): AsyncGenerator<DraftEntry> {
    const modifiedAt = new Date();
    for (const stored of await readDirectory(handle)) {
      const contents = readContents(handle, stored);
      const rewrite = rewrites.get(stored.path);
      if (!stored.path.endsWith('/') && !added.has(stored.path))
        yield await drafts.add(stored.path, modifiedAt, rewrite ? rewrite(contents) : contents);
    }
    for (const [path, contents] of added) yield await drafts.add(path, modifiedAt, contents);
  }
}
