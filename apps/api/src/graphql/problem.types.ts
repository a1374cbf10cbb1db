import type { Problem as PipelineProblem } from '@batchyard/pipelines';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ProblemSeverityEnum } from './enums.js';

@ObjectType({ description: "Where in the user's material a problem lies." })
export class ProblemPlace {
  @Field(() => String, { nullable: true }) parameter?: string;
  @Field(() => String, { nullable: true }) input?: string;
  @Field(() => String, { nullable: true }) file?: string;
  @Field(() => Int, { nullable: true }) line?: number;
  @Field(() => String, { nullable: true }) column?: string;
}

@ObjectType({ description: 'One thing wrong with what was given, said so that it can be mended.' })
export class Problem {
  @Field(() => String) code: string;
  @Field(() => ProblemSeverityEnum) severity: PipelineProblem['severity'];
  @Field(() => String) message: string;
  @Field(() => ProblemPlace) place: ProblemPlace;
  @Field(() => String, { nullable: true }) value?: string;
  @Field(() => String, { nullable: true }) expectation?: string;
  @Field(() => String, { nullable: true }) fix?: string;
}

@ObjectType()
export class DonePayload {
  @Field(() => Boolean) done: boolean;
  @Field(() => [Problem]) problems: readonly Problem[];
}
