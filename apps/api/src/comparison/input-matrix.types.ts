import type { JobState, Json } from '@batchyard/domain';
import type { InputMatrixRecord } from '@batchyard/persistence';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { PageInfo, presentPage } from '../graphql/connection.js';
import { JobStateEnum, MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';

@ObjectType({ description: 'How one setting did on one input.' })
export class InputMatrixCell {
  @Field(() => String) settingKey: string;
  @Field(() => Int, { description: 'Jobs with a value.' }) n: number;
  @Field(() => Float, { nullable: true }) mean: number | null;
  @Field(() => ID, { description: 'Its newest job with a result, else its newest.' }) jobId: string;
  @Field(() => JobStateEnum, { description: 'Of that job.' }) state: JobState;
  @Field(() => Int) failed: number;
}

@ObjectType({ description: 'One input over all settings.' })
export class InputMatrixRow {
  @Field(() => String, { description: 'Digest of the content.' }) key: string;
  @Field(() => String) label: string;
  @Field(() => Float, {
    nullable: true,
    description:
      "Standard deviation of the settings' means, in the metric's unit; null with fewer than two of them.",
  })
  disagreement: number | null;
  @Field(() => [InputMatrixCell], { description: 'Those that have jobs, in the order of the settings.' })
  cells: readonly InputMatrixCell[];
}

@ObjectType({ description: 'One column.' })
export class InputMatrixSetting {
  @Field(() => String) key: string;
  @Field(() => JsonScalar, { description: 'Values of the varying parameters by path.' })
  values: Readonly<Record<string, Json>>;
  @Field(() => Float, { nullable: true }) mean: number | null;
}

@ObjectType({
  description: 'Inputs by settings; inputs on which the choice of setting matters most come first.',
})
export class InputMatrix {
  @Field(() => MetricSpec) metric: MetricSpec;
  @Field(() => MetricDirectionEnum) direction: MetricDirection;
  @Field(() => [InputMatrixSetting], { description: 'Best first, at most 200.' })
  settings: readonly InputMatrixSetting[];
  @Field(() => Int) totalSettings: number;
  @Field(() => [InputMatrixRow]) rows: readonly InputMatrixRow[];
  @Field(() => Int, { description: 'Inputs in all.' }) total: number;
  @Field(() => PageInfo) pageInfo: PageInfo;
}

export function presentInputMatrix({ metric, page, settings, ...rest }: InputMatrixRecord): InputMatrix {
  const { nodes, pageInfo } = presentPage(page, (row): InputMatrixRow => row);
  return {
    ...rest,
    metric: presentMetricSpec(metric),
    settings: settings.map(({ settingKey: key, values, metrics }) => ({
      key,
      values,
      mean: metrics[metric.name]?.mean ?? null,
    })),
    rows: nodes,
    pageInfo,
  };
}
