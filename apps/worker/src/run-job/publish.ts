import { realpath } from 'node:fs/promises';
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
    const file = await realpath(path.join(root, artifact.path));
    if (!file.startsWith(root + path.sep)) {
      throw new Error(`Artifact ${artifact.path} lies outside the job's output folder.`);
    }
    published.push({ ...artifact, ...(await blobs.put(file)) });
  }
  return published;
}
