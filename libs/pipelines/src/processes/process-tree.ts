/** What a process has started, as Linux shows it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface TreeProcess {
  readonly pid: number;
  /** Short name of the program. */
  readonly name: string;
  readonly memoryBytes: number;
}

/** Linux reports memory in pages, which are 4 KiB on every platform that we build for. */
const pageBytes = 4_096;

/** Whether processes can be looked at here. */
export const canSeeProcesses = existsSync('/proc/self/stat');

/** The process and everything that it started, however deep; empty where that cannot be told. */
export function processTree(pid: number): TreeProcess[] {
  if (!canSeeProcesses) return [];
  const children = new Map<number, (TreeProcess & { readonly parent: number })[]>();
  let root: TreeProcess | null = null;
  for (const name of readdirSync('/proc')) {
    const process = /^\d+$/.test(name) ? readProcess(Number(name)) : null;
    if (process === null) continue;
    if (process.pid === pid) root = process;
    children.set(process.parent, [...(children.get(process.parent) ?? []), process]);
  }
  const below = (parent: number): TreeProcess[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return root === null ? [] : [root, ...below(pid)];
}

function readProcess(pid: number): (TreeProcess & { readonly parent: number }) | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(') ');
    // After the command name in brackets: state, parent, group, …, resident pages (22nd).
    const fields = stat.slice(end + 2).split(' ');
    return {
      pid,
      name: stat.slice(stat.indexOf('(') + 1, end),
      parent: Number(fields[1]),
      memoryBytes: Number(fields[21]) * pageBytes,
    };
  } catch {
    // It has ended.
    return null;
  }
}

/** Signals one process, or with a negative number its group. One that is gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
