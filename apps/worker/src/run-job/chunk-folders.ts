import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { framesText } from '@batchyard/domain';
import type { BlobStore, StoredChunk } from '@batchyard/persistence';
import type { ChunkResult } from '@batchyard/pipelines';
import { linkBlob } from './link-blob.js';

/**
 * Makes a folder for each chunk that holds its files, linked under the paths that the pipeline gave them.
 * @param folder made when absent
 * @throws MissingFile
 */
export async function linkChunks(
  folder: string,
  chunks: readonly StoredChunk[],
  blobs: Pick<BlobStore, 'pathOf'>,
): Promise<ChunkResult[]> {
  return Promise.all(
    chunks.map(async ({ frames, metrics, artifacts }, index): Promise<ChunkResult> => {
      const outputDir = path.join(folder, String(index));
      await mkdir(outputDir, { recursive: true });
      for (const file of artifacts) {
        await linkBlob(
          blobs,
          file.sha256,
          path.join(outputDir, file.path),
          `${file.path} of ${framesText(frames)}`,
        );
      }
      return { frames, metrics, outputDir };
    }),
  );
}
