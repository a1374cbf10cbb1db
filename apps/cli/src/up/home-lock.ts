/** One `batchyard up` per data folder, and where the running one is found. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startOfProcess } from '@batchyard/persistence';

/** The one that runs already. */
export interface Holder {
  readonly pid: number;
  /** Identity of the process beside its number, which a restarted machine may give to somebody else. */
  readonly start: string;
  /** Null until it is up. */
  readonly url: string | null;
}

export interface HomeLock {
  /** Tells a second start where this one is reached. */
  announce(url: string): void;
  release(): void;
}

/** @returns the lock, or the process that holds it */
export function lockHome(homeDir: string): { readonly lock: HomeLock } | { readonly holder: Holder } {
  const file = path.join(homeDir, 'up.lock');
  const mine: Holder = { pid: process.pid, start: startOfProcess(process.pid) ?? '', url: null };
  for (;;) {
    if (place(file, mine)) return { lock: lockOn(file, mine) };
    const holder = readHolder(file);
    if (holder !== null && startOfProcess(holder.pid) === holder.start) return { holder };
    setAside(file, holder);
  }
}

function lockOn(file: string, mine: Holder): HomeLock {
  return {
    announce(url) {
      writeFileSync(`${file}.tmp`, JSON.stringify({ ...mine, url }));
      renameSync(`${file}.tmp`, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Linking a finished file: whoever sees the lock sees its holder. */
function place(file: string, holder: Holder): boolean {
  const own = `${file}.${holder.pid}`;
  writeFileSync(own, JSON.stringify(holder));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a stale lock, unless another process replaced it meanwhile. */
function setAside(file: string, stale: Holder | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (JSON.stringify(readHolder(aside)) !== JSON.stringify(stale)) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
