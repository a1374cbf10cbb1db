import type { FailureKind } from '@batchyard/domain';
import type { FailureGroupRecord } from '@batchyard/persistence';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { FailureKindEnum } from '../graphql/enums.js';

@ObjectType({
  description: 'Jobs of a batch that failed alike: with messages that differ only in numbers and names.',
})
export class FailureGroup {
  @Field(() => String, { description: 'The message without what differs; for JobFilter.failureKey.' })
  key: string;
  @Field(() => FailureKindEnum, { nullable: true }) kind: FailureKind | null;
  @Field(() => String, { description: 'Of the newest failure, which is the example.' }) message: string;
  @Field(() => String, { nullable: true }) stage: string | null;
  @Field(() => Int) jobs: number;
}
export interface FailureGroupNode extends FailureGroup {
  readonly exampleId: string;
}

export const presentFailureGroup = (record: FailureGroupRecord): FailureGroupNode => record;
