/** The private folder of one attempt: inputs under their own names, an empty folder for outputs. */
import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PlannedInputs } from '@batchyard/domain';
import type { BlobStore, Fence, StoredChunk } from '@batchyard/persistence';
import {
  type ChunkResult,
  type InputFile,
  type InputSpec,
  type Inputs,
  openUnpackedDirectories,
  type UnpackedInputs,
  type UnpackLimits,
  unpackInputs,
} from '@batchyard/pipelines';
import { keepFolder, keptPath, markToKeep } from '../rescue/kept-folders.js';
import { linkChunks } from './chunk-folders.js';
import { linkBlob } from './link-blob.js';

export interface AttemptFolder {
  readonly outputDir: string;
  readonly inputs: Inputs;
  /** Results of the chunks that the job merges, or null. */
  readonly chunks: readonly ChunkResult[] | null;
  /** Where it lies after `remove`, when it is kept; otherwise null. */
  readonly keptPath: string | null;
  remove(): Promise<void>;
}

/** What must be known of a job to lay out its folder. */
export interface PlacedJob {
  readonly fence: Fence;
  /** Of its pipeline. */
  readonly inputSpecs: readonly InputSpec[];
  readonly inputs: PlannedInputs;
}

export interface AttemptFolders {
  /**
   * @param job its attempt, pipeline and files
   * @param stored chunks that the job merges, or null
   * @param retention `keep`: `remove` only moves it
   * @throws MissingFile, or ProblemsError where the zip of a directory cannot be unpacked
   */
  make(
    job: PlacedJob,
    stored: readonly StoredChunk[] | null,
    retention: 'keep' | 'remove',
  ): Promise<AttemptFolder>;
}

/** Of directories that are stored as zip files; all of them go with this worker's folder. */
const unpackLimits: UnpackLimits = { maxBytes: 100e9, maxUnusedBytes: 20e9 };

/** @param workerDir this worker's own folder */
export function attemptFolders(workerDir: string, blobs: BlobStore): AttemptFolders {
  /** Folders of earlier attempts that were given nothing and left nothing: tiny jobs use them one after another. */
  const blank: string[] = [];
  const directories = openUnpackedDirectories(path.join(workerDir, 'directories'), unpackLimits);
  return {
    async make({ fence, inputSpecs, inputs }, stored, retention) {
      const isKept = retention === 'keep';
      const isGiven = isKept || stored !== null || Object.keys(inputs).length > 0;
      const name = `${fence.jobId}-${fence.attempt}`;
      const used = isGiven ? undefined : blank.pop();
      const folder = used ?? path.join(workerDir, name);
      const outputDir = path.join(folder, 'outputs');
      let unpacked: UnpackedInputs | null = null;
      const remove = async () => {
        unpacked?.release();
        if (isKept) await keepFolder(folder);
        else if (!isGiven && isEmpty(outputDir)) blank.push(folder);
        else await rm(folder, { recursive: true, force: true });
      };
      if (used !== undefined) return { outputDir, inputs: {}, chunks: null, keptPath: null, remove };
      try {
        mkdirSync(outputDir, { recursive: true, mode: 0o700 });
        if (isKept) await markToKeep(folder);
        const chunks = stored && (await linkChunks(path.join(folder, 'chunks'), stored, blobs));
        const linked = await linkInputs(path.join(folder, 'inputs'), inputs, blobs);
        unpacked = await unpackInputs({ inputs: inputSpecs }, linked, directories);
        const kept = isKept ? keptPath(folder) : null;
        return { outputDir, inputs: unpacked.inputs, chunks, keptPath: kept, remove };
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    },
  };
}

/** Directly and not by the thread pool, which costs several times as much as the look itself. */
function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
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
