/** Directories are stored as zip files; equal directories give equal files, so that their results are reused. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Drafts, openDrafts, type ZipEntry, zipArchive } from '@batchyard/documents';
import { UsageError } from '../exit-codes.js';

/** The earliest time a zip can hold: files that were only copied are no others. */
const modifiedAt = new Date(Date.UTC(1980, 0, 1));

/**
 * Zips a directory into a temporary file named after it, which `use` may read.
 * @throws UsageError where it has no files
 */
export async function withZip<T>(directory: string, use: (zipFile: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-zip-'));
  const drafts = await openDrafts();
  try {
    const zipFile = path.join(folder, `${path.basename(path.resolve(directory))}.zip`);
    await pipeline(Readable.from(zipArchive(entriesOf(directory, drafts))), createWriteStream(zipFile));
    return await use(zipFile);
  } finally {
    await drafts.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function* entriesOf(directory: string, drafts: Drafts): AsyncGenerator<ZipEntry> {
  let count = 0;
  for await (const name of namesIn(directory, '', [])) {
    count++;
    yield await drafts.add(name, modifiedAt, createReadStream(path.join(directory, name)));
  }
  if (count === 0) throw new UsageError(`${directory} has no files: there is nothing to upload.`);
}

/** Files in all its directories by their names with `/`, sorted; links stand for what they lead to. */
async function* namesIn(root: string, inner: string, above: readonly string[]): AsyncGenerator<string> {
  const folder = path.join(root, inner);
  const real = await realpath(folder);
  if (above.includes(real)) throw new UsageError(`${folder} leads back to a directory that it is in.`);
  for (const entry of (await readdir(folder)).sort()) {
    if (entry === '.DS_Store') continue;
    const name = inner === '' ? entry : `${inner}/${entry}`;
    const found = await stat(path.join(root, name));
    if (found.isDirectory()) yield* namesIn(root, name, [...above, real]);
    else if (found.isFile()) yield name;
  }
}
