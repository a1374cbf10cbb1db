import { totalmem } from 'node:os';

/** Memory of this machine, or the part that a container may use of it, bytes. */
export function usableMemoryBytes(): number {
  const total = totalmem();
  // 0: not known; more than there is: no limit.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, total) : total;
}
