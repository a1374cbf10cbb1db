import { closeSync, openSync, readSync } from 'node:fs';

/** The children of one process, to be looked at again and again. */
export interface Children {
  /** Their ids; empty where that cannot be told cheaply. */
  list(): number[];
  close(): void;
}

/** More children than fit are still children. */
const buffer = Buffer.alloc(4_096);

/** Opens what is read once: after each job somebody looks, and a look is a single call of the system then. */
export function watchChildren(pid: number): Children {
  let fd: number | null = null;
  try {
    fd = openSync(`/proc/${pid}/task/${pid}/children`, 'r');
  } catch {
    // No Linux, or it has ended.
  }
  return {
    list() {
      if (fd === null) return [];
      try {
        const text = buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
        return text.split(' ').filter(Boolean).map(Number);
      } catch {
        return [];
      }
    },
    close() {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}
