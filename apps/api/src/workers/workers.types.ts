import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A process that runs jobs.' })
export class WorkerInfo {
  @Field(() => ID) id: string;
  @Field(() => String) host: string;
  @Field(() => Int, { description: 'Jobs it runs at once.' }) slots: number;
  @Field(() => GraphQLISODateTime) startedAt: Date;
  @Field(() => GraphQLISODateTime) heartbeatAt: Date;
  @Field(() => Int) runningJobs: number;
  @Field(() => Boolean) isAlive: boolean;
}
