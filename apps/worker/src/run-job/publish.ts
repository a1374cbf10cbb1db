import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '@batchyard/persistence';
import type { ProducedArtifact } from '@batchyard/pipelines';

/**
 * Moves a job's files to the file storage, before any row names them. The storage's own size and digest count.
 * @throws Error when a file lies outside the output folder, OutOfSpace
 */
export async function publishArtifacts(
  outputDir: string,
  artifacts: readonly ProducedArtifact[],
  blobs: BlobStore,
): Promise<ProducedArtifact[]> {
  if (artifacts.length === 0) return [];
  const root = await realpath(outputDir);
  const published: ProducedArtifact[] = [];
  for (const artifact of artifacts) {
    const file = await openWithin(root, artifact.path);
    try {
      published.push({ ...artifact, ...(await blobs.put(file.createReadStream({ autoClose: false }))) });
    } finally {
      await file.close();
    }
  }
  return published;
}

const openFiles = '/proc/self/fd';

/**
 * Opens a file that a job says it produced. What was opened is judged, and not its name, which the job's own processes
 * could still turn into a link to something else.
 */
async function openWithin(root: string, name: string): Promise<FileHandle> {
  const outside = () => new Error(`Artifact ${name} lies outside the job's output folder.`);
  const target = await realpath(path.join(root, name));
  if (!target.startsWith(root + path.sep)) throw outside();
  // Not blocking, so that a named pipe without a writer cannot hold the worker up.
  const file = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error(`Artifact ${name} is no regular file.`);
    const opened = existsSync(openFiles) ? await realpath(path.join(openFiles, String(file.fd))) : target;
    if (!opened.startsWith(root + path.sep)) throw outside();
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
