import type { DesignSpec, JsonObject, PlannedInputs } from '@batchyard/domain';
import type { CellState, DesignRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { CellStateEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'What to try: parameters, axes, inputs, replicates.' })
export class Design {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => JsonScalar, { description: 'The design; inputs are file ids.' }) spec: unknown;
  @Field(() => Int) cellCount: number;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
export interface DesignNode extends Design {
  readonly spec: DesignSpec;
  readonly projectId: string;
  readonly pipelineName: string;
  readonly createdById: string | null;
}

export const DesignConnection = connectionOf('Design', () => Design);

@ObjectType()
export class DesignInput {
  @Field(() => String) label: string;
  @Field(() => JsonScalar, { description: '{inputName: [{id, name, sha256}]}' }) files: unknown;
}

@ObjectType()
export class CoverageCell {
  @Field(() => Int) position: number;
  @Field(() => JsonScalar) setting: JsonObject;
  @Field(() => String) inputLabel: string;
  @Field(() => Int) replicate: number;
  @Field(() => CellStateEnum) state: CellState;
  @Field(() => ID, { nullable: true }) jobId: string | null;
  @Field(() => Float, { nullable: true, description: 'Value of the objective.' }) metric: number | null;
}

@ObjectType({ description: 'The newest result of each cell of a design.' })
export class Coverage {
  @Field(() => JsonScalar, { description: 'CellState → number of cells' }) counts: Record<CellState, number>;
  @Field(() => [CoverageCell]) cells: readonly CoverageCell[];
}

@ObjectType()
export class DesignPayload {
  @Field(() => Design, { nullable: true }) design?: Design | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'Exactly one of spec and yaml.' })
export class CreateDesignInput {
  @Field(() => String) projectSlug: string;
  @Field(() => JsonScalar, { nullable: true }) spec?: unknown;
  @Field(() => String, {
    nullable: true,
    description: 'A design file; inputs are file ids or names of files in the project.',
  })
  yaml?: string | null;
}

@InputType()
export class CompleteDesignInput {
  @Field(() => ID) designId: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Cells whose result comes from another version of the pipeline, too.',
  })
  refreshStale?: boolean | null;
}

export function presentDesign(record: DesignRecord): DesignNode {
  return record;
}

export function presentInputs(inputs: {
  readonly label: string;
  readonly files: PlannedInputs;
}): DesignInput {
  const files = Object.entries(inputs.files).map(([name, list]) => [
    name,
    list.map(({ reference, name: fileName, sha256 }) => ({ id: reference, name: fileName, sha256 })),
  ]);
  return { label: inputs.label, files: Object.fromEntries(files) };
}
