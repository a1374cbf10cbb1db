/** The private folder of one attempt: inputs under their own names, an empty folder for outputs. */
import { mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { PlannedInputs } from '@batchyard/domain';
import type { BlobStore, Fence, StoredChunk } from '@batchyard/persistence';
import type { ChunkResult, InputFile, Inputs } from '@batchyard/pipelines';
import { linkChunks } from './chunk-folders.js';
import { linkBlob } from './link-blob.js';

export interface AttemptFolder {
  readonly outputDir: string;
  readonly inputs: Inputs;
  /** Results of the chunks that the job merges, or null. */
  readonly chunks: readonly ChunkResult[] | null;
  remove(): Promise<void>;
}

/**
 * @param workerDir this worker's own folder
 * @param stored chunks that the job merges, or null
 * @throws MissingFile
 */
export async function makeAttemptFolder(
  workerDir: string,
  fence: Fence,
  inputs: PlannedInputs,
  blobs: BlobStore,
  stored: readonly StoredChunk[] | null,
): Promise<AttemptFolder> {
  const folder = path.join(workerDir, `${fence.jobId}-${fence.attempt}`);
  const outputDir = path.join(folder, 'outputs');
  const remove = () => removeFolder(folder, outputDir);
  try {
    await mkdir(outputDir, { recursive: true, mode: 0o700 });
    const chunks = stored && (await linkChunks(path.join(folder, 'chunks'), stored, blobs));
    return {
      outputDir,
      inputs: await linkInputs(path.join(folder, 'inputs'), inputs, blobs),
      chunks,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Most folders of tiny jobs are empty: then two calls do instead of a walk. */
async function removeFolder(folder: string, outputDir: string): Promise<void> {
  try {
    await rmdir(outputDir);
    await rmdir(folder);
  } catch {
    await rm(folder, { recursive: true, force: true });
  }
}

async function linkInputs(folder: string, inputs: PlannedInputs, blobs: BlobStore): Promise<Inputs> {
  const linked: Record<string, readonly InputFile[]> = {};
  for (const [input, files] of Object.entries(inputs)) {
    linked[input] = await Promise.all(
      files.map(async (file, index): Promise<InputFile> => {
        // A folder each: two files of one input may have the same name. Only the last part of a name is used.
        const place = path.join(folder, path.basename(input), String(index));
        const target = path.join(place, path.basename(file.name) || 'file');
        await linkBlob(blobs, file.sha256, target, `${file.name} of input ${input}`);
        return { path: target, name: file.name };
      }),
    );
  }
  return linked;
}
