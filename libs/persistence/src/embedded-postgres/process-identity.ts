/** Who a pid is: a pid alone is not enough, because after a restart it may belong to somebody else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A value that stays the same for a process's life and differs for the next owner of its pid; null when dead. */
export function startOfProcess(pid: number): string | null {
  if (process.platform !== 'linux') return fromPs(pid, 'lstart=');
  try {
    // Fields after the command name (which may contain spaces and brackets): state is 1st, start time is 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const isZombie = fields[0] === 'Z';
    return isZombie ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** The command line with its arguments, or null when the process is dead. */
export function commandOfProcess(pid: number): string | null {
  if (process.platform !== 'linux') return fromPs(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
  } catch {
    return null;
  }
}

function fromPs(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
