/**
 * Folders of attempts whose batch wants them kept for finding errors. While an attempt runs, a mark says that its
 * folder is to be kept; afterwards it lies in `kept` of the work folder, for 7 days.
 */
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

const mark = '.keep';
const keptName = 'kept';
export const keptDays = 7;

/** Where the folder of an attempt will lie. @param folder `<work folder>/<worker>/<attempt>` */
export function keptPath(folder: string): string {
  const workerDir = path.dirname(folder);
  const name = `${path.basename(workerDir)}-${path.basename(folder)}`;
  return path.join(path.dirname(workerDir), keptName, name);
}

/** From now on the folder outlives its attempt, and its worker too. */
export async function markToKeep(folder: string): Promise<void> {
  await writeFile(path.join(folder, mark), '');
}

/** Moves the folder of an attempt that is over; the days begin now. */
export async function keepFolder(folder: string): Promise<void> {
  const target = keptPath(folder);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await rm(path.join(folder, mark), { force: true });
  await rename(folder, target);
  const now = new Date();
  await utimes(target, now, now);
}

/** Saves the marked folders of a worker that is gone, before its folder is removed. */
export async function keepMarkedFolders(workerDir: string): Promise<void> {
  for (const entry of await readdir(workerDir, { withFileTypes: true })) {
    const folder = path.join(workerDir, entry.name);
    const isMarked = entry.isDirectory() && (await stat(path.join(folder, mark)).catch(() => null));
    if (isMarked) await keepFolder(folder);
  }
}

/** Removes kept folders whose time is over. @returns how many */
export async function sweepKeptFolders(workDir: string, nowMs = Date.now()): Promise<number> {
  const kept = path.join(workDir, keptName);
  let removed = 0;
  for (const name of await readdir(kept).catch(() => [])) {
    const folder = path.join(kept, name);
    const found = await stat(folder).catch(() => null);
    if (found === null || nowMs - found.mtimeMs < keptDays * 24 * 3_600_000) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}
