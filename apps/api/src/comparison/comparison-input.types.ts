import type { ComparisonRequest } from '@batchyard/persistence';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { AnnotationTermInput } from '../annotations/annotation-term.types.js';
import { MetricDirectionEnum } from '../graphql/enums.js';

@InputType()
export class ObjectiveInput {
  @Field(() => String) metric: string;
  @Field(() => MetricDirectionEnum, { nullable: true, description: "The metric's own when absent." })
  direction?: MetricDirection | null;
}

@InputType({ description: 'What is compared: at least one batch, design or job.' })
export class ComparisonInput {
  @Field(() => [ID], { nullable: true, description: 'With the designs at most 20.' })
  batchIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'All jobs of their batches, each cell once.' })
  designIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Single jobs, at most 500.' }) jobIds?: string[] | null;
  @Field(() => String, { nullable: true, description: 'The objective of the first source when absent.' })
  metric?: string | null;
  @Field(() => MetricDirectionEnum, { nullable: true }) direction?: MetricDirection | null;
  @Field(() => String, { nullable: true, description: 'Key of the setting that differences are from.' })
  baselineKey?: string | null;
  @Field(() => [ObjectiveInput], {
    nullable: true,
    description: 'Two or more ask for the Pareto front; those of the first source when absent.',
  })
  objectives?: ObjectiveInput[] | null;
  @Field(() => [AnnotationTermInput], {
    nullable: true,
    description: 'Jobs do not enter whose subject has one of these annotations; a warning says how many.',
  })
  leaveOut?: AnnotationTermInput[] | null;
}

@InputType()
export class ConfirmWinnersInput {
  @Field(() => [ID], { nullable: true }) batchIds?: string[] | null;
  @Field(() => [ID], { nullable: true }) designIds?: string[] | null;
  @Field(() => [String], { description: 'The settings to run again, 1 to 100.' }) settingKeys: string[];
  @Field(() => Int, { nullable: true, description: 'Of each setting on each input; 5 when absent.' })
  replicates?: number | null;
}

export function readComparisonInput({
  batchIds,
  designIds,
  jobIds,
  leaveOut,
  ...rest
}: ComparisonInput): ComparisonRequest {
  return {
    ...rest,
    batchIds: batchIds ?? [],
    designIds: designIds ?? [],
    jobIds: jobIds ?? [],
    leaveOut: leaveOut?.map(({ kind, value }) => ({ kind, value: value ?? null })) ?? [],
    objectives:
      rest.objectives?.map(({ metric, direction }) => ({ metric, direction: direction ?? null })) ?? null,
  };
}
