/** What the API is asked for a view. */
import type { VariablesOf } from '../../graphql/tada';
import type { comparisonQuery } from '../queries';
import type { CompareView } from './url-state';

export type ComparisonInput = VariablesOf<typeof comparisonQuery>['input'];

/** The sources, the metric and what results are compared with. */
export function inputOf(view: CompareView): ComparisonInput {
  const { metric, direction, baselineKey, objectives } = view;
  return {
    batchIds: [...view.batchIds],
    designIds: [...view.designIds],
    jobIds: [...view.jobIds],
    metric,
    direction,
    baselineKey,
    leaveOut: [...view.leaveOut],
    // A front over the compared metric is asked for once that is known by name.
    objectives:
      metric === null || objectives.length === 0
        ? null
        : [metric, ...objectives].map((name) => ({
            metric: name,
            direction: name === metric ? direction : null,
          })),
  };
}
