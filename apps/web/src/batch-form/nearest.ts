/** The known name that shares most pairs of letters with a mistyped one; null where less than half are shared. */
export function nearestOf(name: string, known: readonly string[]): string | null {
  const scored = known.map((each) => ({ each, score: alike(name.toLowerCase(), each.toLowerCase()) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { each: '', score: 0 });
  return best.score >= 0.5 ? best.each : null;
}

/** Dice's coefficient of the pairs of neighbouring letters, 0…1. */
function alike(a: string, b: string): number {
  const rest = pairsOf(b);
  const total = pairsOf(a).length + rest.length;
  const shared = pairsOf(a).filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
  return total === 0 ? 0 : (2 * shared) / total;
}

const pairsOf = (text: string) =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
