import { type BulkOutcome, type BulkState, type BulkVerb, bulkSummary, maxBulkIds } from '@batchyard/domain';
import type { BulkActionRecord, BulkEntryRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { BulkVerbEnum } from '../graphql/enums.js';
import { Problem } from '../graphql/problem.types.js';
import { JobFilter } from '../projects/projects.types.js';

@ObjectType({ description: 'One thing done to many jobs, in portions.' })
export class BulkAction {
  @Field(() => ID) id: string;
  @Field(() => BulkVerbEnum) verb: BulkVerb;
  @Field(() => String, { description: 'running, done or stopped' }) state: BulkState;
  @Field(() => Int, { description: 'Jobs it applied to when it began.' }) total: number;
  @Field(() => Int, { description: 'Jobs it has dealt with.' }) done: number;
  @Field(() => Int) succeeded: number;
  @Field(() => Int, { description: 'There was nothing to do.' }) skipped: number;
  @Field(() => Int, { description: 'It could not be done.' }) failed: number;
  @Field(() => String, { description: 'For people: 12 of 40 jobs cancelled, 28 skipped.' }) summary: string;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishedAt: Date | null;
}
export interface BulkActionNode extends BulkAction {
  readonly record: BulkActionRecord;
}

export const BulkActionConnection = connectionOf('BulkAction', () => BulkAction);

@ObjectType({ description: 'What a bulk action did to one job.' })
export class BulkActionEntry {
  @Field(() => String, { description: 'succeeded, skipped or failed' }) outcome: BulkOutcome;
  @Field(() => String, { nullable: true, description: 'Why it was skipped or failed.' }) note: string | null;
}
export interface BulkActionEntryNode extends BulkActionEntry {
  readonly jobId: string;
}

export const BulkActionEntryConnection = connectionOf('BulkActionEntry', () => BulkActionEntry);

@ObjectType()
export class BulkActionPayload {
  @Field(() => BulkAction, { nullable: true }) bulkAction?: BulkAction | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'Exactly one of jobIds and filter.' })
export class StartBulkActionInput {
  @Field(() => String) projectSlug: string;
  @Field(() => BulkVerbEnum) verb: BulkVerb;
  @Field(() => [ID], { nullable: true, description: `At most ${maxBulkIds} jobs of the project.` })
  jobIds?: string[] | null;
  @Field(() => JobFilter, { nullable: true, description: 'All jobs that exist now and match at their turn.' })
  filter?: JobFilter | null;
  @Field(() => Int, { nullable: true, description: 'Head start in seconds, for set_priority.' })
  priority?: number | null;
}

@InputType()
export class BulkActionInput {
  @Field(() => ID) bulkActionId: string;
}

@ObjectType({ description: 'A number of jobs, counted up to a limit.' })
export class CappedCount {
  @Field(() => Int) count: number;
  @Field(() => Boolean, { description: 'There are more than `count`.' }) isCapped: boolean;
}

export function presentBulkAction(record: BulkActionRecord): BulkActionNode {
  const { id, verb, state, total, succeeded, skipped, failed, createdAt, finishedAt } = record;
  const done = succeeded + skipped + failed;
  const summary = bulkSummary(record);
  return { id, verb, state, total, done, succeeded, skipped, failed, summary, createdAt, finishedAt, record };
}

export const presentEntry = (record: BulkEntryRecord): BulkActionEntryNode => record;
