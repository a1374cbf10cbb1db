/** Verdicts on a difference, in words. */
import { formatNumber } from '../formatting/numbers';
import type { Contrast } from './queries';

/** `better`, `not separable (n ≈ 24)` with the inputs or replicates that would tell, `too few values`. */
export function verdictText({ verdict, neededN }: Contrast): string {
  switch (verdict) {
    case 'better':
    case 'worse':
      return verdict;
    case 'not_separable':
      return neededN === null ? 'not separable' : `not separable (n ≈ ${formatNumber(neededN, 2)})`;
    case 'unknown':
      return 'too few values';
  }
}

/** `p = 0.03`, `p < 0.001`. */
export function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${formatNumber(p, 2)}`;
}

/** Whether a lead is more than chance, as the end of a sentence; null where nothing can be said. */
export function leadText({ verdict, p, method, n, neededN }: Contrast): string | null {
  if (verdict === 'unknown' || p === null) return null;
  const test = `${pText(p)}, ${method === 'welch' ? 'Welch' : `${n} pairs`}`;
  if (verdict !== 'not_separable') return `more than chance explains (${test})`;
  const needed =
    neededN === null ? '' : `; about ${formatNumber(neededN, 2)} inputs or replicates would tell`;
  return `which chance explains as well (${test})${needed}`;
}
