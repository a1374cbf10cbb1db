import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A process that runs jobs.' })
export class WorkerInfo {
  @Field(() => ID) id: string;
  @Field(() => String) host: string;
  @Field(() => Int, { description: 'Jobs it runs at once.' }) slots: number;
  @Field(() => [String], { description: 'What batches may ask for, for example gpu.' })
  labels: readonly string[];
  @Field(() => Float, { nullable: true, description: 'Where it works; null when not known.' })
  freeDiskBytes: number | null;
  @Field(() => String, { nullable: true, description: 'Why it takes no further job just now.' })
  refusal: string | null;
  @Field(() => GraphQLISODateTime) startedAt: Date;
  @Field(() => GraphQLISODateTime) heartbeatAt: Date;
  @Field(() => Int) runningJobs: number;
  @Field(() => Boolean) isAlive: boolean;
}
