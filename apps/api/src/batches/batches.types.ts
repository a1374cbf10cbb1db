import type { BatchState, JsonObject } from '@batchyard/domain';
import { type JobCounts as DomainJobCounts, jobStates, totalJobs } from '@batchyard/domain';
import type { BatchRecord } from '@batchyard/persistence';
import type { MetricDirection } from '@batchyard/pipelines';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { BatchStateEnum, MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';
import { MetricSpec } from '../pipelines/pipelines.types.js';

@ObjectType({ description: 'Jobs per state.' })
export class JobCounts {
  @Field(() => Int) total: number;
}
// The states are the domain's; a new one appears here by itself.
for (const state of jobStates) Field(() => Int)(JobCounts.prototype, state);

@ObjectType({ description: 'Jobs started together.' })
export class Batch {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => BatchStateEnum) state: BatchState;
  @Field(() => String, { nullable: true, description: 'Why it paused or stopped by itself.' })
  stateReason: string | null;
  @Field(() => Int, {
    description: 'Jobs whose settings are chosen as results come in; they count as waiting.',
  })
  proposalsLeft: number;
  @Field(() => JsonScalar) options: unknown;
  @Field(() => String, { nullable: true, description: 'How many jobs run at once, and why.' })
  modeReason: string | null;
  @Field(() => JsonScalar, { description: 'Free facts of its user.' }) metadata: JsonObject;
  @Field(() => JsonScalar) spec: unknown;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishedAt: Date | null;
}
export interface BatchNode extends Batch {
  readonly record: BatchRecord;
}

export const BatchConnection = connectionOf('Batch', () => Batch);

@ObjectType()
export class StageSummary {
  @Field(() => String) name: string;
  @Field(() => Int, { description: 'Jobs that have finished the stage.' }) done: number;
  @Field(() => Int) running: number;
  @Field(() => Float, { nullable: true }) medianSeconds: number | null;
}

@ObjectType({ description: 'A metric that counts something, added up over the jobs of a batch.' })
export class MetricSum {
  @Field(() => MetricSpec) metric: MetricSpec;
  @Field(() => Float) sum: number;
}

@ObjectType({ description: 'What all jobs of a batch have used, said and left so far.' })
export class BatchTotals {
  @Field(() => Int) warnings: number;
  @Field(() => Int) outputFiles: number;
  @Field(() => Float) outputBytes: number;
  @Field(() => Float, { description: 'Of all attempts that have ended, one after another.' })
  computeSeconds: number;
  @Field(() => Float, { nullable: true, description: 'Of the attempt that needed most.' })
  peakMemoryBytes: number | null;
  @Field(() => [MetricSum], { description: 'Of the metrics that count something.' })
  sums: readonly MetricSum[];
}

@ObjectType()
export class Objective {
  @Field(() => MetricSpec) metric: MetricSpec;
  @Field(() => MetricDirectionEnum) direction: MetricDirection;
}

@ObjectType()
export class BatchPayload {
  @Field(() => Batch, { nullable: true }) batch?: Batch | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'Exactly one of designId and spec.' })
export class StartBatchInput {
  @Field(() => String) projectSlug: string;
  @Field(() => ID, { nullable: true }) designId?: string | null;
  @Field(() => JsonScalar, { nullable: true }) spec?: unknown;
  @Field(() => JsonScalar, { nullable: true }) options?: unknown;
  @Field(() => String, { nullable: true, description: "The design's name when absent." }) name?:
    | string
    | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Free facts about the batch, an object; kept unchanged.',
  })
  metadata?: unknown;
  @Field(() => Float, { nullable: true, description: 'Your own estimate; it goes before the history.' })
  secondsPerJob?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Leave out invalid cells instead of refusing the batch.',
  })
  validOnly?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Of the plan that was shown: startBatch refuses with the problem PLAN_CHANGED when the plan is another one now.',
  })
  planFingerprint?: string | null;
}

@InputType()
export class BatchInput {
  @Field(() => ID) batchId: string;
}

export function presentBatch(record: BatchRecord): BatchNode {
  const {
    id,
    name,
    state,
    stateReason,
    proposalsLeft,
    options,
    modeReason,
    metadata,
    spec,
    createdAt,
    finishedAt,
  } = record;
  return {
    id,
    name,
    state,
    stateReason,
    proposalsLeft,
    options,
    modeReason,
    metadata,
    spec,
    createdAt,
    finishedAt,
    record,
  };
}

export function presentCounts(counts: DomainJobCounts): JobCounts & DomainJobCounts {
  return { ...counts, total: totalJobs(counts) };
}
