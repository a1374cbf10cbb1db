import { memoryByGroup } from '../child/group.js';
import { type Repeated, repeat } from '../repeat.js';

/**
 * Tells each watched process group its memory, twice a second, from one look at the process table; none is taken while
 * nothing runs for longer than a moment.
 */
export interface MemoryWatch {
  /** @returns ends the watching */
  watch(groupId: number, onMemory: (bytes: number) => void): () => void;
  close(): Promise<void>;
}

const everyMs = 500;
/** The look at the process table costs more than many tiny jobs, which are over before their memory is told. */
const longMs = 100;

interface Watched {
  readonly groupId: number;
  readonly sinceMs: number;
  readonly onMemory: (bytes: number) => void;
}

export function watchMemory(onError: (error: unknown) => void): MemoryWatch {
  const watched = new Set<Watched>();
  const look = async () => {
    const latestMs = performance.now() - longMs;
    if (![...watched].some(({ sinceMs }) => sinceMs <= latestMs)) return;
    const groups = await memoryByGroup();
    for (const { groupId, onMemory } of watched) onMemory(groups.get(groupId) ?? 0);
  };
  const looking: Repeated = repeat(look, { everyMs, pauseMs: everyMs / 2, onError });
  return {
    watch(groupId, onMemory) {
      const one = { groupId, sinceMs: performance.now(), onMemory };
      watched.add(one);
      return () => void watched.delete(one);
    },
    close: looking.stop,
  };
}
