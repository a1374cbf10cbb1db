/** Folders of attempts that a dead worker left behind. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startOfProcess } from '@batchyard/persistence';
import { removeReadOnly } from '@batchyard/pipelines';
import { keepMarkedFolders } from './kept-folders.js';

const ownerFile = 'owner';

/** Makes this worker's own folder, marked with its process. */
export async function makeWorkerFolder(workDir: string, workerId: string): Promise<string> {
  const folder = path.join(workDir, workerId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, ownerFile), `${process.pid} ${startOfProcess(process.pid)}`);
  return folder;
}

/** Removes the folders of workers of this machine whose process is gone, except what is to be kept. @returns how many */
export async function sweepWorkerFolders(workDir: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(workDir)) {
    const folder = path.join(workDir, name);
    const owner = await readFile(path.join(folder, ownerFile), 'utf8').catch(() => null);
    // No mark: it is being made just now, or is none of ours.
    if (owner === null) continue;
    const [pid = '', start = ''] = owner.split(/ (.*)/s);
    if (startOfProcess(Number(pid)) === start) continue;
    await keepMarkedFolders(folder);
    await removeReadOnly(folder);
    removed++;
  }
  return removed;
}
