/** Process groups as the operating system shows them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { isMutant } from '@batchyard/persistence';

const run = promisify(execFile);
const hasProc = existsSync('/proc/self/stat');
/** Linux reports memory in pages, which are 4 KiB on every platform that we build for. */
const pageBytes = 4_096;

/** Resident memory in bytes of every process group on this machine, by group id. */
export async function memoryByGroup(): Promise<Map<number, number>> {
  const groups = new Map<number, number>();
  for (const { group, bytes } of hasProc ? await readProc() : await readPs()) {
    groups.set(group, (groups.get(group) ?? 0) + bytes);
  }
  return groups;
}

/** Signals every process of the group. A group that is gone is no error. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(isMutant('kill_leader_only') ? groupId : -groupId, signal);
  } catch {
    // Nobody is left in it.
  }
}

interface Usage {
  readonly group: number;
  readonly bytes: number;
}

async function readProc(): Promise<Usage[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)));
  return stats.flatMap((stat) => {
    // After the command name in brackets: state, parent, group (3rd), …, resident pages (22nd).
    const fields = stat?.slice(stat.lastIndexOf(') ') + 2).split(' ');
    return fields === undefined ? [] : [{ group: Number(fields[2]), bytes: Number(fields[21]) * pageBytes }];
  });
}

async function readPs(): Promise<Usage[]> {
  const { stdout } = await run('ps', ['-axo', 'pgid=,rss=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([group = 0, kilobytes = 0]) => ({ group, bytes: kilobytes * 1_024 }));
}
