import { nearestName } from '@batchyard/pipelines';

/**
 * Finds the known name that is most like another one, each once; null when there were too many to look for.
 * @param maxComparisons of names, in all: those of a sheet of other people's names would take minutes
 */
export function suggester(
  known: ReadonlySet<string>,
  maxComparisons = 1_000_000,
): (name: string) => string | null {
  const found = new Map<string, string | null>();
  const maxNames = Math.ceil(maxComparisons / Math.max(known.size, 1));
  return (name) => {
    const before = found.get(name);
    if (before !== undefined) return before;
    if (found.size >= maxNames) return null;
    const nearest = nearestName(name, known);
    found.set(name, nearest);
    return nearest;
  };
}
