import { memoryByGroup } from '../child/group.js';
import { type Repeated, repeat } from '../repeat.js';

/** Tells each watched process group its memory, twice a second, from one look at the process table. */
export interface MemoryWatch {
  /** @returns ends the watching */
  watch(groupId: number, onMemory: (bytes: number) => void): () => void;
  close(): Promise<void>;
}

const everyMs = 500;

export function watchMemory(onError: (error: unknown) => void): MemoryWatch {
  const watched = new Map<number, (bytes: number) => void>();
  const look = async () => {
    if (watched.size === 0) return;
    const groups = await memoryByGroup();
    for (const [groupId, tell] of watched) tell(groups.get(groupId) ?? 0);
  };
  const looking: Repeated = repeat(look, { everyMs, pauseMs: everyMs / 2, onError });
  return {
    watch(groupId, onMemory) {
      watched.set(groupId, onMemory);
      return () => void watched.delete(groupId);
    },
    close: looking.stop,
  };
}
