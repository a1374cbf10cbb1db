/** Which settings are worth running again, and what that costs. */
import type { ComparisonData, Setting } from '../queries';

/** Fewer replicates tell little, more are rarely needed at once. */
export const usualReplicates = 5;
const usualWinners = 3;

/** How many to confirm at first: the best and those not separable from it, up to a few. */
export function winnersAtFirst({ best, settings }: Pick<ComparisonData, 'best' | 'settings'>): number {
  const ranked = settings.filter(({ rank }) => rank !== null).length;
  const alike = 1 + (best?.notSeparableKeys.length ?? 0);
  return Math.min(ranked, Math.max(2, Math.min(usualWinners, alike)));
}

/** The `count` settings with the best ranks. */
export function topSettings(settings: readonly Setting[], count: number): readonly Setting[] {
  return settings.filter(({ rank }) => rank !== null && rank <= count);
}

/** Jobs that confirming would start: each setting on each input, so many times. */
export function jobsToStart(settings: number, inputs: number, replicates: number): number {
  return settings * Math.max(1, inputs) * replicates;
}
