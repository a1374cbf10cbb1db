/** One launcher per data folder, and what is done about a server that an earlier launcher left behind. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOfProcess, startOfProcess } from './process-identity.js';

const stopTimeoutMs = 15_000;

/**
 * Claims the data folder for this process.
 * @returns gives it back
 * @throws Error naming the process that has it
 */
export function lockDataDir(dataDir: string): () => void {
  const file = `${dataDir}.lock`;
  const mine = `${process.pid} ${startOfProcess(process.pid)}`;
  if (existsSync(file)) {
    const holder = readFileSync(file, 'utf8');
    const [pid = '', start = ''] = holder.split(/ (.*)/s);
    if (startOfProcess(Number(pid)) === start) {
      throw new Error(`The database in ${dataDir} is already in use by process ${pid}. Stop that one first.`);
    }
    rmSync(file, { force: true });
  }
  // `wx`: of two launchers that see a stale lock at the same time only one gets through.
  writeFileSync(file, mine, { flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** Pid of the server on this data folder, or null; a stranger that got the same pid does not count. */
export function runningServer(dataDir: string): number | null {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!(pid > 1) || startOfProcess(pid) === null) return null;
  return commandOfProcess(pid)?.includes(dataDir) ? pid : null;
}

/**
 * Stops a server that outlived its launcher, so that ours can start. A leftover pid file that names a stranger is
 * removed (PostgreSQL would refuse to start over it); the stranger is never signalled.
 */
export async function stopLeftoverServer(dataDir: string): Promise<void> {
  const pid = runningServer(dataDir);
  if (pid === null) {
    rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
    return;
  }
  await stopServer(pid);
}

/** Ends sessions and stops; kills only when that takes too long. */
export async function stopServer(pid: number): Promise<void> {
  const start = startOfProcess(pid);
  if (start === null) return;
  signal(pid, 'SIGINT');
  const deadlineMs = Date.now() + stopTimeoutMs;
  while (startOfProcess(pid) === start) {
    if (Date.now() > deadlineMs) signal(pid, 'SIGQUIT');
    await sleep(10);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}
