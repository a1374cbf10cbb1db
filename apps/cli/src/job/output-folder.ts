import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { JobResult } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';

export const resultFileName = 'result.json';
/** What the job said while it ran. */
export const logFileName = 'job.log';
/** Where the files of single chunks go when a job is computed in chunks. */
export const chunksFolderName = 'chunks';

/**
 * Makes the folder a job writes to. A folder with anything in it is refused, unless `replace` is given: then the
 * files of the job that wrote there before are removed, as its result names them, and other files are left alone.
 * @throws UsageError when it cannot be used; nothing was changed then
 */
export function prepareOutputFolder(folder: string, policy: 'refuse' | 'replace'): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UsageError(`--output ${folder} is a file; give a folder.`);
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (policy === 'refuse') {
      throw new UsageError(
        `--output ${folder} is not empty. Give a new or empty folder, or --force to replace the former result in it.`,
      );
    }
    removeFormerResult(folder);
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--output ${folder} cannot be made: ${(error as Error).message}.`);
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--output ${folder} is not writable (${code}). Give a folder that you may write to.`,
    );
  }
}

function removeFormerResult(folder: string): void {
  const former = readResult<JobResult>(folder);
  for (const artifact of former?.artifacts ?? []) {
    const file = path.resolve(folder, artifact.path);
    if (file.startsWith(path.resolve(folder) + path.sep)) rmSync(file, { force: true });
  }
  if (former !== null) rmSync(path.join(folder, chunksFolderName), { recursive: true, force: true });
  for (const name of [resultFileName, logFileName]) rmSync(path.join(folder, name), { force: true });
}

/** What a job left as its result, or null when there is none that can be read. */
export function readResult<R>(folder: string): R | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, resultFileName), 'utf8')) as R;
  } catch {
    return null;
  }
}

/** Writes whole or not at all: a result that exists is complete. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
}
