/** Entries of a bulk assignment in the steps after which it is saved. */
import type { EntryGroup } from './entry-groups.js';

/**
 * Each step reads anew the frames of its subjects and what is said of them, so a subject is cut into so many pieces at
 * most, however often is to be saved.
 */
const maxPieces = 20;

/**
 * Steps of `every` entries, the last one shorter. Entries of one subject stay in their order.
 * @param every at least 1; of a subject with many frames or entries a twentieth of these at a time, where that is more
 */
export function* stepsOf(groups: readonly EntryGroup[], every: number): Generator<EntryGroup[]> {
  let step: EntryGroup[] = [];
  let room = every;
  for (const group of groups) {
    const count = group.entries.length;
    const least = Math.ceil((group.frameCount + count) / maxPieces);
    for (let from = 0; from < count; ) {
      const to = Math.min(count, from + Math.max(room, least));
      step.push(pieceOf(group, from, to));
      room -= to - from;
      from = to;
      if (room > 0) continue;
      yield step;
      step = [];
      room = every;
    }
  }
  if (step.length > 0) yield step;
}

function pieceOf(group: EntryGroup, from: number, to: number): EntryGroup {
  return { ...group, entries: group.entries.slice(from, to), requests: group.requests.slice(from, to) };
}
