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

/**
 * Resident memory in bytes of every process group on this machine, by group id, with that of groups which its
 * processes have started: programs of command pipelines lead groups of their own.
 */
export async function memoryByGroup(): Promise<Map<number, number>> {
  const usages = hasProc ? await readProc() : await readPs();
  const byPid = new Map(usages.map((usage) => [usage.pid, usage]));
  const groups = new Map<number, number>();
  for (const { bytes, ...usage } of usages) {
    for (const group of groupsAbove(usage, byPid)) groups.set(group, (groups.get(group) ?? 0) + bytes);
  }
  return groups;
}

/** Deeper ones are not looked for; process ids may be used again while they are read, which can make a circle. */
const maxDepth = 50;

/** The group of a process and those of all its ancestors. */
function groupsAbove(
  { group, parent }: Pick<Usage, 'group' | 'parent'>,
  byPid: ReadonlyMap<number, Usage>,
): Set<number> {
  const groups = new Set([group]);
  let above = byPid.get(parent);
  for (let depth = 0; above !== undefined && depth < maxDepth; depth++) {
    groups.add(above.group);
    above = byPid.get(above.parent);
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
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly bytes: number;
}

async function readProc(): Promise<Usage[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)));
  return stats.flatMap((stat, index) => {
    // After the command name in brackets: state, parent, group (3rd), …, resident pages (22nd).
    const fields = stat?.slice(stat.lastIndexOf(') ') + 2).split(' ');
    if (fields === undefined) return [];
    const [parent, group] = [Number(fields[1]), Number(fields[2])];
    return [{ pid: Number(pids[index]), parent, group, bytes: Number(fields[21]) * pageBytes }];
  });
}

async function readPs(): Promise<Usage[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,pgid=,rss=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, group = 0, kilobytes = 0]) => ({
      pid,
      parent,
      group,
      bytes: kilobytes * 1_024,
    }));
}
