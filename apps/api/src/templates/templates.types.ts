import type { JsonObject } from '@batchyard/domain';
import type { TemplateRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'One state of a template; it never changes.' })
export class TemplateVersion {
  @Field(() => Int) version: number;
  @Field(() => JsonScalar, { description: 'Parameters that are given; others are the defaults.' })
  params: JsonObject;
  @Field(() => JsonScalar, { description: 'Options of a batch that are given.' }) options: JsonObject;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
export interface TemplateVersionNode extends TemplateVersion {
  readonly createdById: string | null;
}

@ObjectType({ description: 'Saved parameters and options for a pipeline, in its newest version.' })
export class Template {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) pipelineName: string;
  @Field(() => Int) version: number;
  @Field(() => JsonScalar, { description: 'Parameters that are given; others are the defaults.' })
  params: JsonObject;
  @Field(() => JsonScalar, { description: 'Options of a batch that are given.' }) options: JsonObject;
  @Field(() => GraphQLISODateTime, { description: 'Of the version.' }) createdAt: Date;
}
export interface TemplateNode extends Template {
  readonly projectId: string;
  readonly createdById: string | null;
}

@ObjectType()
export class TemplatePayload {
  @Field(() => Template, { nullable: true }) template?: Template | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'A name that the project already has gets a new version.' })
export class SaveTemplateInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String) name: string;
  @Field(() => String) pipeline: string;
  @Field(() => JsonScalar, { nullable: true, description: 'An object; checked against the pipeline.' })
  params?: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'An object; checked like those of a batch.' })
  options?: unknown;
}

export function presentTemplate(record: TemplateRecord): TemplateNode {
  return record;
}
