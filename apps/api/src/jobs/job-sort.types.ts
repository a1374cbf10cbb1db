import type { JobListOrder } from '@batchyard/persistence';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, InputType } from '@nestjs/graphql';
import { MetricDirectionEnum, registerUnion } from '../graphql/enums.js';
import { invalid } from '../graphql/problems.js';

const sortKeys = ['newest', 'metric'] as const;
const JobSortKeyEnum = registerUnion('JobSortKey', sortKeys, {
  newest: 'Newest first in a project, by position in a batch.',
  metric:
    'By a metric, best first. Jobs without a value are left out: jobCount with the metric counts those shown.',
});

@InputType()
export class JobSort {
  @Field(() => JobSortKeyEnum) by: (typeof sortKeys)[number];
  @Field(() => String, { nullable: true, description: 'Name of the metric; needed for metric.' })
  metric?: string | null;
  @Field(() => MetricDirectionEnum, {
    nullable: true,
    description: 'Smallest first (minimize, when absent) or largest first.',
  })
  direction?: MetricDirection | null;
}

/** @throws UserError when a metric is wanted and not named */
export function orderOf(sort: JobSort | null | undefined): JobListOrder {
  if (sort == null || sort.by === 'newest') return { by: 'default' };
  if (!sort.metric) throw invalid('sort.metric', 'Name the metric to sort by.');
  return { by: 'metric', metric: sort.metric, direction: sort.direction ?? 'minimize' };
}
