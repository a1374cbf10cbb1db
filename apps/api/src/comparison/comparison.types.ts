import type { ComparedMetric, ComparedSetting as DomainSetting, Json } from '@batchyard/domain';
import type { ComparedSources, ObservationColumns } from '@batchyard/persistence';
import type { MetricDirection, ParamsJsonSchema } from '@batchyard/pipelines';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';
import { BestParameters, Importance } from './answer.types.js';
import { ComparedSetting, type SettingMetric } from './compared-setting.types.js';
import { ComparedInput, ComparisonSource } from './comparison-source.types.js';

@ObjectType()
export class VaryingParameter {
  @Field(() => String) path: string;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) unit: string | null;
  @Field(() => [JsonScalar]) values: readonly Json[];
}

@ObjectType()
export class EffectPoint {
  @Field(() => JsonScalar, { nullable: true }) value: Json;
  @Field(() => Float) mean: number;
  @Field(() => Float) min: number;
  @Field(() => Float) max: number;
  @Field(() => Int) n: number;
}

@ObjectType()
export class ParameterEffect {
  @Field(() => String) path: string;
  @Field(() => Float) range: number;
  @Field(() => [EffectPoint]) points: readonly EffectPoint[];
}

@ObjectType()
export class ComparisonWarning {
  @Field(() => String) code: string;
  @Field(() => String) message: string;
}

@ObjectType({ description: 'How the settings of one or more batches did.' })
export class Comparison {
  @Field(() => MetricSpec) metric: MetricSpec;
  @Field(() => MetricDirectionEnum) direction: MetricDirection;
  @Field(() => [MetricSpec], {
    description: 'Those of the pipeline, and of annotations the ones that were asked for.',
  })
  metrics: readonly MetricSpec[];
  @Field(() => [VaryingParameter]) varying: readonly VaryingParameter[];
  @Field(() => JsonScalar, { description: 'Parameters equal in all settings, by path.' })
  constant: Readonly<Record<string, Json>>;
  @Field(() => [ComparedSetting], { description: 'Best first.' }) settings: readonly ComparedSetting[];
  @Field(() => String, { description: 'The sentence of the best setting, or why there is none.' })
  answer: string;
  @Field(() => String, { nullable: true }) bestKey: string | null;
  @Field(() => String, { nullable: true }) baselineKey: string | null;
  @Field(() => [ParameterEffect]) effects: readonly ParameterEffect[];
  @Field(() => [ComparisonWarning]) warnings: readonly ComparisonWarning[];
  @Field(() => [ComparisonSource]) sources: readonly ComparisonSource[];
  @Field(() => [ComparedInput]) inputs: readonly ComparedInput[];
  @Field(() => Importance, { nullable: true, description: 'Null: see importanceReason.' })
  importance: Importance | null;
  @Field(() => String, { nullable: true, description: 'Why there is no importance.' })
  importanceReason: string | null;
  @Field(() => BestParameters, { nullable: true, description: 'Null while no setting has a value.' })
  best: BestParameters | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Settings that no other beats in all objectives; null with fewer than two objectives.',
  })
  paretoKeys: readonly string[] | null;
  @Field(() => Int) shownJobs: number;
  @Field(() => Int) totalJobs: number;
}
export interface ComparisonNode extends Comparison {
  readonly observed: ObservationColumns;
}

export function presentComparison(compared: ComparedSources): ComparisonNode {
  const { comparison, definition, metrics, sources, inputs, observations } = compared;
  const { paramsSchema: schema } = definition;
  const { importance, pareto } = comparison;
  return {
    ...comparison,
    metric: presentMetricSpec(comparison.metric),
    metrics: metrics.map(presentMetricSpec),
    varying: comparison.varying.map((parameter) => presentVarying(parameter, schema)),
    settings: comparison.settings.map(presentSetting),
    importance: importance && { ...importance, parameters: importance.parameters.map(withTitle(schema)) },
    paretoKeys: pareto?.keys ?? null,
    sources,
    inputs,
    observed: observations,
  };
}

export function presentVarying(
  { path, values }: Pick<VaryingParameter, 'path' | 'values'>,
  schema: ParamsJsonSchema,
): VaryingParameter {
  const field = fieldAt(schema, path);
  return { path, values, title: field?.title ?? path, unit: field?.unit ?? null };
}

const withTitle =
  (schema: ParamsJsonSchema) =>
  <Parameter extends { readonly path: string }>(parameter: Parameter) => ({
    ...parameter,
    title: fieldAt(schema, parameter.path)?.title ?? parameter.path,
  });

function presentSetting({ settingKey: key, metrics, sources, ...setting }: DomainSetting): ComparedSetting {
  return { ...setting, key, sources: sources ?? [], metrics: Object.entries(metrics).map(presentMetric) };
}

export function presentMetric([name, summary]: [string, ComparedMetric]): SettingMetric {
  return { name, ...summary };
}

function fieldAt(schema: ParamsJsonSchema, path: string): ParamsJsonSchema | undefined {
  return path
    .split('.')
    .reduce<ParamsJsonSchema | undefined>((node, name) => node?.properties?.[name], schema);
}
