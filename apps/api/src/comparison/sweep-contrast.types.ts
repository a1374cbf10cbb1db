import type { Json } from '@batchyard/domain';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MetricSpec } from '../pipelines/pipelines.types.js';
import { SettingContrast, SettingMetric } from './compared-setting.types.js';
import { ComparisonWarning, VaryingParameter } from './comparison.types.js';

@ObjectType({ description: 'Values of the shared parameters, as both sweeps did with them.' })
export class SweepContrastRow {
  @Field(() => JsonScalar, { description: 'Values of the shared parameters by path.' })
  values: Readonly<Record<string, Json>>;
  @Field(() => SettingMetric, { nullable: true }) a: SettingMetric | null;
  @Field(() => SettingMetric, { nullable: true }) b: SettingMetric | null;
  @Field(() => SettingContrast, { nullable: true, description: 'B against A; null unless both have values.' })
  contrast: SettingContrast | null;
  @Field(() => Int) jobsA: number;
  @Field(() => Int) jobsB: number;
  @Field(() => Int) failedA: number;
  @Field(() => Int) failedB: number;
}

@ObjectType({ description: 'One sweep against another.' })
export class SweepContrast {
  @Field(() => MetricSpec) metric: MetricSpec;
  @Field(() => MetricDirectionEnum) direction: MetricDirection;
  @Field(() => [VaryingParameter], { description: 'Parameters that vary in both.' })
  shared: readonly VaryingParameter[];
  @Field(() => [VaryingParameter]) onlyInA: readonly VaryingParameter[];
  @Field(() => [VaryingParameter]) onlyInB: readonly VaryingParameter[];
  @Field(() => [SweepContrastRow]) rows: readonly SweepContrastRow[];
  @Field(() => [ComparisonWarning]) warnings: readonly ComparisonWarning[];
}
