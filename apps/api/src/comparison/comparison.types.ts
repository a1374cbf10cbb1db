import type {
  Comparison as DomainComparison,
  ComparedSetting as DomainSetting,
  Json,
  Verdict,
} from '@batchyard/domain';
import type { MetricDirection, ParamsJsonSchema } from '@batchyard/pipelines';
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MetricDirectionEnum, VerdictEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';

@ObjectType()
export class VaryingParameter {
  @Field(() => String) path: string;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) unit: string | null;
  @Field(() => [JsonScalar]) values: readonly Json[];
}

@ObjectType()
export class MeanInterval {
  @Field(() => Float) low: number;
  @Field(() => Float) high: number;
}

@ObjectType({ description: 'How a setting did against another one.' })
export class SettingContrast {
  @Field(() => VerdictEnum) verdict: Verdict;
  @Field(() => String, { nullable: true, description: 'Test that was made: paired_t or welch.' })
  method: string | null;
  @Field(() => Int, { description: 'Pairs, or values of the smaller sample.' }) n: number;
  @Field(() => Float, { nullable: true, description: "In the metric's unit." }) difference: number | null;
  @Field(() => MeanInterval, { nullable: true, description: 'Of the true difference, 95 %.' })
  interval: MeanInterval | null;
  @Field(() => Float, { nullable: true, description: 'Two-sided, corrected for all settings after Holm.' })
  p: number | null;
  @Field(() => Float, { nullable: true }) effectSize: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Inputs or replicates that would tell a difference as large as the one seen.',
  })
  neededN: number | null;
}

@ObjectType()
export class SettingMetric {
  @Field(() => String) name: string;
  @Field(() => Int, { description: 'Jobs with a value.' }) n: number;
  @Field(() => Float) mean: number;
  @Field(() => Float, { nullable: true, description: 'Sample standard deviation; null when n = 1.' })
  sd: number | null;
  @Field(() => Float) min: number;
  @Field(() => Float) max: number;
  @Field(() => MeanInterval, { nullable: true, description: 'Of the mean, 95 %; null when n = 1.' })
  interval: MeanInterval | null;
}

@ObjectType({ description: 'All jobs with the same parameters.' })
export class ComparedSetting {
  @Field(() => String) key: string;
  @Field(() => JsonScalar, { description: 'Values of the varying parameters by path.' })
  values: Readonly<Record<string, Json>>;
  @Field(() => Int, { nullable: true }) rank: number | null;
  @Field(() => Float, { nullable: true, description: "Mean minus the baseline's, in the metric's unit." })
  difference: number | null;
  @Field(() => SettingContrast, { nullable: true, description: 'Null for the baseline itself.' })
  versusBaseline: SettingContrast | null;
  @Field(() => SettingContrast, { nullable: true, description: 'Null for the best itself.' })
  versusBest: SettingContrast | null;
  @Field(() => Int) jobs: number;
  @Field(() => Int) withResult: number;
  @Field(() => Int) failed: number;
  @Field(() => Int) cancelledOrSkipped: number;
  @Field(() => Int) unfinished: number;
  @Field(() => Float, { nullable: true }) meanDurationS: number | null;
  @Field(() => [SettingMetric]) metrics: readonly SettingMetric[];
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
  @Field(() => [MetricSpec], { description: 'All metrics that can be compared.' })
  metrics: readonly MetricSpec[];
  @Field(() => [VaryingParameter]) varying: readonly VaryingParameter[];
  @Field(() => JsonScalar, { description: 'Parameters equal in all settings, by path.' })
  constant: Readonly<Record<string, Json>>;
  @Field(() => [ComparedSetting], { description: 'Best first.' }) settings: readonly ComparedSetting[];
  @Field(() => String, { nullable: true }) bestKey: string | null;
  @Field(() => String, { nullable: true }) baselineKey: string | null;
  @Field(() => [ParameterEffect]) effects: readonly ParameterEffect[];
  @Field(() => [ComparisonWarning]) warnings: readonly ComparisonWarning[];
  @Field(() => Int) shownJobs: number;
  @Field(() => Int) totalJobs: number;
}
export interface ComparisonNode extends Comparison {
  readonly batchIds: readonly string[];
}

@InputType()
export class ComparisonInput {
  @Field(() => [ID]) batchIds: string[];
  @Field(() => String, { nullable: true }) metric?: string | null;
  @Field(() => MetricDirectionEnum, { nullable: true }) direction?: MetricDirection | null;
  @Field(() => String, { nullable: true }) baselineKey?: string | null;
}

/** @param schema of the parameters, for titles and units */
export function presentComparison(
  comparison: DomainComparison,
  schema: ParamsJsonSchema,
  rest: Pick<ComparisonNode, 'batchIds'> & { readonly metrics: readonly MetricSpec[] },
): ComparisonNode {
  return {
    ...comparison,
    ...rest,
    metric: presentMetricSpec(comparison.metric),
    varying: comparison.varying.map(({ path, values }) => {
      const field = fieldAt(schema, path);
      return { path, values, title: field?.title ?? path, unit: field?.unit ?? null };
    }),
    settings: comparison.settings.map(presentSetting),
  };
}

function presentSetting(setting: DomainSetting): ComparedSetting {
  const metrics = Object.entries(setting.metrics).map(([name, summary]) => ({ name, ...summary }));
  return { ...setting, key: setting.settingKey, metrics };
}

function fieldAt(schema: ParamsJsonSchema, path: string): ParamsJsonSchema | undefined {
  return path
    .split('.')
    .reduce<ParamsJsonSchema | undefined>((node, name) => node?.properties?.[name], schema);
}
