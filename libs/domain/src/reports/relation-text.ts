import { numberText } from '../comparison-reports/numbers.js';
import type { PowerLaw } from '../statistics/power-law.js';

/** `Discharge = 12.3 · (Water level − 100.1)^1.67` */
export function powerLawText(
  { a, b, x0 }: Pick<PowerLaw, 'a' | 'b' | 'x0'>,
  titles: { readonly x: string; readonly y: string },
): string {
  const shift = `${x0 < 0 ? '+' : '−'} ${numberText(Math.abs(x0))}`;
  return `${titles.y} = ${numberText(a)} · (${titles.x} ${shift})^${numberText(b)}`;
}
