import { powerLawAt, powerLawText } from '@batchyard/domain';
import { formatNumber } from '../../formatting/numbers';
import type { ShownRelation } from './queries';

const curvePoints = 100;
/** The curve goes on so far beyond the dots, as a share of their range. */
const margin = 0.05;

/** Places on the fitted curve, from left to right; none without one. */
export function curveOf({ points, law }: Pick<ShownRelation, 'points' | 'law'>): { x: number; y: number }[] {
  if (law === null || points.length === 0) return [];
  const xs = points.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const beyond = margin * (high - low);
  const from = Math.max(law.x0, low - beyond);
  const step = (high + beyond - from) / (curvePoints - 1);
  return Array.from({ length: curvePoints }, (_, i) => {
    const x = from + i * step;
    return { x, y: powerLawAt(law, x) };
  });
}

/** The curve and how good it is, or why there is none. */
export function curveText({ x, y, law, reason, hasMorePoints, points }: ShownRelation): string {
  const more = hasMorePoints ? ` Only the first ${points.length} jobs are shown and fitted.` : '';
  if (law === null) return `No curve: ${reason}.${more}`;
  const text = powerLawText(law, { x: x.title, y: y.title });
  const error =
    law.standardErrorPercent === null
      ? 'three unknowns meet 3 jobs exactly, so nothing tells its error'
      : `standard error ${formatNumber(law.standardErrorPercent, 2)} %`;
  return `${text}, in ${x.unit} and ${y.unit}; n = ${law.n}, ${error}.${more}`;
}
