import type { Json, JsonObject, Verdict } from '@batchyard/domain';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { VerdictEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';

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
  @Field(() => Float, {
    nullable: true,
    description: 'Signed-rank test after Wilcoxon on the same pairs, corrected alike.',
  })
  wilcoxonP: number | null;
  @Field(() => Boolean, {
    description: 'Whether only one of the two tests separates the settings, from ten pairs on.',
  })
  disagreement: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'smaller_than_matters: told apart, but by less than the smallest difference that matters.',
  })
  remark: string | null;
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
  @Field(() => JsonScalar, { description: 'All parameters.' }) params: JsonObject;
  @Field(() => Int, { nullable: true }) rank: number | null;
  @Field(() => Float, { nullable: true, description: "Mean minus the baseline's, in the metric's unit." })
  difference: number | null;
  @Field(() => SettingContrast, { nullable: true, description: 'Null for the baseline itself.' })
  versusBaseline: SettingContrast | null;
  @Field(() => SettingContrast, { nullable: true, description: 'Null for the best itself.' })
  versusBest: SettingContrast | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether no setting is better in all objectives; null with fewer than two objectives.',
  })
  isPareto: boolean | null;
  @Field(() => MeanInterval, {
    nullable: true,
    description: 'Of the mean, 95 %, by resampling; null when n < 10.',
  })
  bootstrap: MeanInterval | null;
  @Field(() => [Int], { description: 'Indexes of the sources that have jobs of it.' })
  sources: readonly number[];
  @Field(() => Int) jobs: number;
  @Field(() => Int) withResult: number;
  @Field(() => Int) failed: number;
  @Field(() => Int, { description: 'Ended on their way by the rule of their design.' }) stoppedEarly: number;
  @Field(() => Int) cancelledOrSkipped: number;
  @Field(() => Int) unfinished: number;
  @Field(() => Float, { nullable: true }) meanDurationS: number | null;
  @Field(() => [SettingMetric]) metrics: readonly SettingMetric[];
}
