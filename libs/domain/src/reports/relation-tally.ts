import type { MetricSpec } from '@batchyard/pipelines';
import { fitPowerLaw } from '../statistics/power-law.js';
import type { RelationPoint, RelationReport, ReportJob } from './report.js';

/** Points kept, shown and fitted; a batch may have millions of jobs. */
export const maxRelationPoints = 2_000;

/** One for each metric that is declared to depend on another. */
export function relationTallies(metrics: readonly MetricSpec[]) {
  return metrics.flatMap((y) => {
    const x = metrics.find(({ name }) => name === y.relation?.to);
    return y.relation === undefined || x === undefined ? [] : [relationTally(y.relation.title, x, y)];
  });
}

function relationTally(title: string, x: MetricSpec, y: MetricSpec) {
  const points: RelationPoint[] = [];
  let morePoints = 0;
  return {
    add({ id, label, metrics }: ReportJob): void {
      const [atX, atY] = [metrics[x.name], metrics[y.name]];
      if (atX === undefined || atY === undefined) return;
      if (points.length === maxRelationPoints) morePoints++;
      else points.push({ jobId: id, label, x: atX, y: atY });
    },
    /** null where no job reports both. */
    finish: (): RelationReport | null =>
      points.length === 0 ? null : { title, x, y, points, morePoints, fit: fitPowerLaw(points) },
  };
}
