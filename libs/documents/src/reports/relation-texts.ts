/** What reports say of one metric against another. */
import { powerLawText, type RelationReport } from '@batchyard/domain';

/** How curves are fitted, with the source. */
export const relationMethod =
  'Least squares of the logarithm, so that each job counts by its relative error; the zero is sought below the lowest value (ISO 18320).';

/** `Discharge = 12.3 · (Water level − 100.1)^1.67`, or why there is no curve. */
export function relationText({ x, y, fit }: RelationReport): string {
  if (fit.law === null) return `No curve: ${fit.reason}.`;
  return powerLawText(fit.law, { x: x.title, y: y.title });
}

/** In which units the curve holds, of how many jobs it is, and how far they are off. */
export function relationQuality({ x, y, fit, morePoints }: RelationReport): string {
  const more = morePoints > 0 ? ` ${morePoints} more jobs are not shown and not fitted.` : '';
  if (fit.law === null) return more.trim();
  const { n, standardErrorPercent, residualsPercent } = fit.law;
  const largest = Math.max(...residualsPercent.map(Math.abs));
  const error =
    standardErrorPercent === null
      ? `n = ${n}: a curve with three unknowns meets 3 jobs exactly, so nothing tells its error.`
      : `n = ${n}, standard error ${percent(standardErrorPercent)}, largest residual ${percent(largest)}.`;
  return `${x.title} in ${x.unit}, ${y.title.toLowerCase()} in ${y.unit}; ${error}${more}`;
}

const percent = (value: number) => `${value.toFixed(1)} %`;

/** Everything about a relation for programs. */
export function relationEntry(relation: RelationReport) {
  const { title, x, y, points, morePoints, fit } = relation;
  const {
    a = null,
    b = null,
    x0 = null,
    n = 0,
    standardErrorPercent = null,
    residualsPercent,
  } = fit.law ?? {};
  return {
    title,
    x: { metric: x.name, unit: x.unit },
    y: { metric: y.name, unit: y.unit },
    law: 'y = a (x - x0)^b',
    method: relationMethod,
    n,
    a,
    b,
    x0,
    standard_error_percent: standardErrorPercent,
    reason: fit.reason,
    points: points.map((point, i) => ({
      job_id: point.jobId,
      job_name: point.label,
      x: point.x,
      y: point.y,
      residual_percent: residualsPercent?.[i] ?? null,
    })),
    more_points: morePoints,
  };
}
