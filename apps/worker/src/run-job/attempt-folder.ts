/** The private folder of one attempt: inputs under their own names, an empty folder for outputs. */
import { mkdir, rm, rmdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { PlannedInputs } from '@batchyard/domain';
import type { BlobStore, Fence } from '@batchyard/persistence';
import type { InputFile, Inputs } from '@batchyard/pipelines';

export interface AttemptFolder {
  readonly outputDir: string;
  readonly inputs: Inputs;
  remove(): Promise<void>;
}

/** A file that the job needs is not in the file storage. */
export class MissingInput extends Error {}

/** @param workerDir this worker's own folder @throws MissingInput */
export async function makeAttemptFolder(
  workerDir: string,
  fence: Fence,
  inputs: PlannedInputs,
  blobs: BlobStore,
): Promise<AttemptFolder> {
  const folder = path.join(workerDir, `${fence.jobId}-${fence.attempt}`);
  const outputDir = path.join(folder, 'outputs');
  const remove = () => removeFolder(folder, outputDir);
  try {
    await mkdir(outputDir, { recursive: true, mode: 0o700 });
    return { outputDir, inputs: await linkInputs(path.join(folder, 'inputs'), inputs, blobs), remove };
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
        const source = blobs.pathOf(file.sha256);
        if (!(await stat(source).catch(() => null))) {
          throw new MissingInput(`File ${file.name} of input ${input} is no longer in the file storage.`);
        }
        // A folder each: two files of one input may have the same name. Only the last part of a name is used.
        const place = path.join(folder, path.basename(input), String(index));
        const target = path.join(place, path.basename(file.name) || 'file');
        await mkdir(place, { recursive: true });
        await symlink(source, target);
        return { path: target, name: file.name };
      }),
    );
  }
  return linked;
}
