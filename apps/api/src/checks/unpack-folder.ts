/** Folders in which check processes unpack directories. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { removeReadOnly } from '@batchyard/pipelines';

const prefix = 'batchyard-check-';

/** A name for a folder of this service, which is made when it is needed. */
export function unpackFolder(): string {
  return path.join(os.tmpdir(), `${prefix}${process.pid}-${randomUUID()}`);
}

/** Removes the folders of services that are gone. */
export async function sweepUnpackFolders(): Promise<void> {
  for (const name of await readdir(os.tmpdir()).catch(() => [])) {
    const [, owner] = /^batchyard-check-(\d+)-/.exec(name) ?? [];
    if (owner === undefined || isRunning(Number(owner))) continue;
    await removeReadOnly(path.join(os.tmpdir(), name)).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
