import type { DesignSpec, Json, JsonObject, PlannedInputs } from '@batchyard/domain';
import type { CellCounts, CellState, DesignRecord } from '@batchyard/persistence';
import { ArgsType, Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Batch } from '../batches/batches.types.js';
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
  readonly extendsId: string | null;
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

@ObjectType({ description: 'One row or column of the map of a design.' })
export class CoverageLevel {
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The value, or the first of several that stand together; null where the parameter is not set.',
  })
  value: Json;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The last of several values that stand together; null: it is one value.',
  })
  to: Json;
}

@ObjectType({ description: 'What the map of a design can be laid out by.' })
export class CoverageDimension {
  @Field(() => String, { description: 'Dotted path of a parameter, `input` or `replicate`.' }) name: string;
  @Field(() => [CoverageLevel]) levels: readonly CoverageLevel[];
}

@ObjectType({ description: 'The cells of one row and column of the map.' })
export class CoverageGroup {
  @Field(() => Int, { description: 'Index of a level of the rows.' }) row: number;
  @Field(() => Int, { description: 'Index of a level of the columns.' }) column: number;
  @Field(() => JsonScalar, { description: 'CellState → number of cells' }) counts: CellCounts;
  @Field(() => [CoverageCell], {
    nullable: true,
    description:
      'Null where the map is too large to tell its cells one by one: ask for the cells of the group.',
  })
  cells: readonly CoverageCell[] | null;
}

@ObjectType({ description: 'The newest result of each cell of a design.' })
export class Coverage {
  @Field(() => JsonScalar, { description: 'CellState → number of cells' }) counts: CellCounts;
  @Field(() => [CoverageDimension]) dimensions: readonly CoverageDimension[];
  @Field(() => CoverageDimension, { nullable: true, description: 'Null where nothing varies.' })
  rows: CoverageDimension | null;
  @Field(() => CoverageDimension, { nullable: true, description: 'Null where less than two things vary.' })
  columns: CoverageDimension | null;
  @Field(() => [CoverageGroup], { description: 'Groups with at least one cell.' })
  groups: readonly CoverageGroup[];
}

@ArgsType()
export class CoverageArgs {
  @Field(() => String, { nullable: true, description: 'Dimension that makes the rows.' }) rows?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'Dimension that makes the columns.' })
  columns?: string | null;
}

@ArgsType()
export class CoverageGroupArgs {
  @Field(() => Int, { nullable: true, description: 'Only of this row; goes with column.' }) row?:
    | number
    | null;
  @Field(() => Int, { nullable: true, description: 'Only of this column; goes with row.' })
  column?: number | null;
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

@InputType({ description: 'Further values of one parameter.' })
export class AddedValues {
  @Field(() => String, { description: 'Dotted path of a parameter that the design varies.' })
  parameter: string;
  @Field(() => [JsonScalar], { description: 'Put behind those that the design has.' }) values: unknown[];
}

@InputType()
export class ExtendDesignInput {
  @Field(() => ID) designId: string;
  @Field(() => [AddedValues], { nullable: true }) addValues?: AddedValues[] | null;
  @Field(() => Int, { nullable: true, description: 'Settings more than a design that draws them has.' })
  addSamples?: number | null;
  @Field(() => Int, { nullable: true, description: 'Replicates more than the design has.' })
  addReplicates?: number | null;
  @Field(() => [JsonScalar], { nullable: true, description: 'Input sets, as in a design.' })
  addInputs?: unknown[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Start a batch of exactly the cells that the design did not have.',
  })
  start?: boolean | null;
}

@ObjectType()
export class ExtendDesignPayload {
  @Field(() => Design, { nullable: true }) design?: Design | null;
  @Field(() => Batch, { nullable: true, description: 'Null where none was asked for.' }) batch?: Batch | null;
  @Field(() => Int, { nullable: true, description: 'Cells that the design did not have.' })
  newCells?: number | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType({ description: 'A design file as it was understood.' })
export class ReadDesign {
  @Field(() => JsonScalar, { nullable: true, description: 'Null when any problem is an error.' })
  spec: unknown;
  @Field(() => [Problem]) problems: readonly Problem[];
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
