import type { Json, SweepRow } from '@batchyard/domain';
import type { ContrastedSweeps } from '@batchyard/persistence';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';
import { SettingContrast, SettingMetric } from './compared-setting.types.js';
import { ComparisonWarning, presentMetric, presentVarying, VaryingParameter } from './comparison.types.js';

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

export function presentSweepContrast({ contrast, definition }: ContrastedSweeps): SweepContrast {
  const { metric, rows, shared, onlyInA, onlyInB, ...rest } = contrast;
  const presentAll = (parameters: readonly Pick<VaryingParameter, 'path' | 'values'>[]) =>
    parameters.map((parameter) => presentVarying(parameter, definition.paramsSchema));
  return {
    ...rest,
    metric: presentMetricSpec(metric),
    shared: presentAll(shared),
    onlyInA: presentAll(onlyInA),
    onlyInB: presentAll(onlyInB),
    rows: rows.map((row) => presentRow(row, metric.name)),
  };
}

function presentRow({ a, b, ...row }: SweepRow, metric: string): SweepContrastRow {
  return { ...row, a: a && presentMetric([metric, a]), b: b && presentMetric([metric, b]) };
}
