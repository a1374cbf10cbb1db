import type { MetricSpec } from '@batchyard/pipelines';
import { fitPowerLaw } from '../statistics/power-law.js';
import type { RelationPoint, RelationReport, ReportJob } from './report.js';

/** Points kept, shown and fitted; a batch may have millions of jobs. */
export const maxRelationPoints = 2_000;

/** A metric that is declared to depend on another one. */
export interface DeclaredRelation {
  readonly title: string;
  readonly x: MetricSpec;
  readonly y: MetricSpec;
}

/** All that a pipeline declares among its metrics. */
export function declaredRelations(metrics: readonly MetricSpec[]): DeclaredRelation[] {
  return metrics.flatMap((y) => {
    const x = metrics.find(({ name }) => name === y.relation?.to);
    return y.relation === undefined || x === undefined ? [] : [{ title: y.relation.title, x, y }];
  });
}

/** With its curve; null where no job reports both sides. */
export function relationReport(
  declared: DeclaredRelation,
  points: readonly RelationPoint[],
  morePoints: number,
): RelationReport | null {
  return points.length === 0 ? null : { ...declared, points, morePoints, fit: fitPowerLaw(points) };
}

/** One for each declared relation. */
export function relationTallies(metrics: readonly MetricSpec[]) {
  return declaredRelations(metrics).map(relationTally);
}

function relationTally(declared: DeclaredRelation) {
  const { x, y } = declared;
  const points: RelationPoint[] = [];
  let morePoints = 0;
  return {
    add({ id, label, metrics }: ReportJob): void {
      const [atX, atY] = [metrics[x.name], metrics[y.name]];
      if (atX === undefined || atY === undefined) return;
      if (points.length === maxRelationPoints) morePoints++;
      else points.push({ jobId: id, label, x: atX, y: atY });
    },
    finish: () => relationReport(declared, points, morePoints),
  };
}
