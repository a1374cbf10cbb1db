import type { CommandRecord, SecretRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Problem } from '../graphql/problem.types.js';
import { Pipeline } from './pipelines.types.js';

@ObjectType({
  description: "One version of a pipeline that runs a program of the team's own; it never changes.",
})
export class PipelineVersion {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) version: string;
  @Field(() => String, { description: 'The whole definition, program files included.' }) yaml: string;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Null: offered, unless a newer one is.' })
  retiredAt: Date | null;
}
export interface PipelineVersionNode extends PipelineVersion {
  readonly createdById: string | null;
}

@ObjectType({ description: 'A definition as it would be stored: nothing is.' })
export class CheckedPipeline {
  @Field(() => Pipeline, { nullable: true, description: 'What forms and tables derive from it.' })
  pipeline?: Pipeline | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType()
export class DefinePipelinePayload {
  @Field(() => PipelineVersion, { nullable: true }) pipeline?: PipelineVersion | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType()
export class RetirePipelinePayload {
  @Field(() => [PipelineVersion]) retired: readonly PipelineVersion[];
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class DefinePipelineInput {
  @Field(() => String) yaml: string;
}

@InputType()
export class RetirePipelineInput {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true, description: 'Absent: all versions.' }) version?: string | null;
}

@ObjectType({
  description: 'A value that programs get as an environment variable; nobody is shown it again.',
})
export class Secret {
  @Field(() => String) name: string;
  @Field(() => GraphQLISODateTime) updatedAt: Date;
}

@ObjectType()
export class SecretPayload {
  @Field(() => Secret, { nullable: true }) secret?: Secret | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'A name that there is already gets the new value.' })
export class SetSecretInput {
  @Field(() => String) name: string;
  @Field(() => String) value: string;
}

@InputType()
export class RemoveSecretInput {
  @Field(() => String) name: string;
}

export function presentVersion(record: CommandRecord): PipelineVersionNode {
  return record;
}

export function presentSecret({ name, updatedAt }: SecretRecord): Secret {
  return { name, updatedAt };
}
