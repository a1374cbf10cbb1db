/** Going from difference to difference in the settings table. */
import type { Setting } from '../queries';

/**
 * The next setting in the order shown (or, with -1, the one before) that is better or worse than the baseline beyond
 * chance; goes on at the other end. null where there is none.
 */
export function nextDifference(
  settings: readonly Setting[],
  fromKey: string | null,
  step: 1 | -1,
): Setting | null {
  const count = settings.length;
  const found = settings.findIndex(({ key }) => key === fromKey);
  const start = found === -1 ? (step === 1 ? -1 : count) : found;
  for (let distance = 1; distance <= count; distance += 1) {
    const setting = settings[(((start + step * distance) % count) + count) % count];
    if (setting && isDifferent(setting)) return setting;
  }
  return null;
}

function isDifferent({ versusBaseline }: Setting): boolean {
  return versusBaseline?.verdict === 'better' || versusBaseline?.verdict === 'worse';
}
