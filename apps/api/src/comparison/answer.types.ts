import { type ImportanceMethod, type Json, type JsonObject } from '@batchyard/domain';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { ImportanceMethodEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { MeanInterval } from './compared-setting.types.js';

@ObjectType()
export class ParameterImportance {
  @Field(() => String) path: string;
  @Field(() => String) title: string;
  @Field(() => Float, { description: 'Of the variation of the metric, 0 to 1.' }) share: number;
  @Field(() => Float, { nullable: true }) low: number | null;
  @Field(() => Float, { nullable: true }) high: number | null;
}

@ObjectType({ description: 'How much each varying parameter matters for the metric.' })
export class Importance {
  @Field(() => ImportanceMethodEnum) method: ImportanceMethod;
  @Field(() => Boolean, { description: 'Else exact: every combination was computed.' }) isEstimate: boolean;
  @Field(() => Int, { description: 'Settings it rests on.' }) n: number;
  @Field(() => [ParameterImportance], { description: 'Largest share first.' })
  parameters: readonly ParameterImportance[];
  @Field(() => Float, { nullable: true, description: 'What no parameter explains, 0 to 1.' })
  residual: number | null;
}

@ObjectType({ description: 'The answer: the setting with the best mean, and how sure that is.' })
export class BestParameters {
  @Field(() => String) settingKey: string;
  @Field(() => JsonScalar, { description: 'All parameters.' }) params: JsonObject;
  @Field(() => JsonScalar, { description: 'Values of the varying parameters by path.' }) values: Readonly<
    Record<string, Json>
  >;
  @Field(() => Float) mean: number;
  @Field(() => MeanInterval, { nullable: true }) interval: MeanInterval | null;
  @Field(() => Int) n: number;
  @Field(() => [String], { description: 'Settings that chance may have put behind it.' })
  notSeparableKeys: readonly string[];
  @Field(() => String) sentence: string;
}
