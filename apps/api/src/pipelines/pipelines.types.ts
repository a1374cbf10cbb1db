import { type PipelineDefinition, pipelineDefinition } from '@batchyard/persistence';
import {
  type MetricDirection,
  type MetricSpec as MetricSpecType,
  mainFigure,
  type Pipeline as PipelineModule,
  storedInput,
} from '@batchyard/pipelines';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MetricDirectionEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';

@ObjectType()
export class InputSpec {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String) description: string;
  @Field(() => String, { description: 'file or directory, which is uploaded as a .zip of it' }) kind: string;
  @Field(() => String, { description: 'one or many' }) count: string;
  @Field(() => Boolean) optional: boolean;
  @Field(() => [String], { description: 'Of the uploaded file, with the dot; empty: any.' })
  extensions: readonly string[];
}

@ObjectType()
export class MetricSpec {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String, { description: '1 for a plain number' }) unit: string;
  @Field(() => MetricDirectionEnum, { nullable: true }) direction: MetricDirection | null;
  @Field(() => String) description: string;
  @Field(() => Boolean) optional: boolean;
  @Field(() => [String], { description: 'Patterns of parameters across which values must not be compared.' })
  incomparableAcross: readonly string[];
}

@ObjectType({ description: 'What a program may use at most; null: no limit of its own.' })
export class CommandLimits {
  @Field(() => Float, { nullable: true }) memoryMb?: number | null;
  @Field(() => Float, { nullable: true }) timeS?: number | null;
  @Field(() => Int) processes: number;
  @Field(() => Float) outputMb: number;
}

@ObjectType({ description: "Which program of the team's own a pipeline runs." })
export class PipelineCommand {
  @Field(() => [String], { description: 'The program and its arguments, with placeholders.' })
  arguments: readonly string[];
  @Field(() => [String], { description: 'Names of the program files that travel with the pipeline.' })
  files: readonly string[];
  @Field(() => [String]) environment: readonly string[];
  @Field(() => [String], { description: 'Names of the secrets that it is given.' })
  secrets: readonly string[];
  @Field(() => Boolean) network: boolean;
  @Field(() => CommandLimits) limits: CommandLimits;
  @Field(() => String, { nullable: true, description: 'Of the container that it runs in; null: in none.' })
  image?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Options of srun that starts it; null: it runs beside the worker.',
  })
  slurm?: readonly string[] | null;
}

@ObjectType({ description: 'One kind of processing, in one version.' })
export class Pipeline {
  @Field(() => String) name: string;
  @Field(() => String) version: string;
  @Field(() => String) title: string;
  @Field(() => String) summary: string;
  @Field(() => JsonScalar, { description: 'JSON Schema 2020-12 of the parameters.' }) paramsSchema: unknown;
  @Field(() => JsonScalar) defaultParams: unknown;
  @Field(() => [InputSpec]) inputs: readonly InputSpec[];
  @Field(() => [MetricSpec]) metrics: readonly MetricSpec[];
  @Field(() => [String]) stages: readonly string[];
  @Field(() => String, { description: 'The metric a comparison ranks by unless a design says otherwise.' })
  objective: string;
  @Field(() => String, { description: 'The metric that lists show beside a job.' }) mainFigure: string;
  @Field(() => Boolean, { description: 'Whether a job can be divided into chunks by frames.' })
  canChunk: boolean;
  @Field(() => Int, {
    nullable: true,
    description:
      'Jobs of a batch that run at once where nobody said how many; null: as many as workers allow.',
  })
  defaultConcurrency: number | null;
  @Field(() => PipelineCommand, { nullable: true, description: 'Null of built-in pipelines.' })
  command: PipelineCommand | null;
}

/** A pipeline as it is installed now. */
export function presentPipeline(pipeline: PipelineModule): Pipeline {
  return presentDefinition(pipelineDefinition(pipeline));
}

/** A pipeline as it was when a batch was started. */
export function presentDefinition(definition: PipelineDefinition): Pipeline {
  const { canChunk = false, defaultConcurrency = null, command = null } = definition;
  const inputs = definition.inputs.map((input) => ({ ...input, extensions: storedInput(input).extensions }));
  const metrics = definition.metrics.map(presentMetricSpec);
  return {
    ...definition,
    canChunk,
    defaultConcurrency,
    command,
    inputs,
    metrics,
    mainFigure: mainFigure(definition).name,
  };
}

export function presentMetricSpec(metric: MetricSpecType): MetricSpec {
  return {
    ...metric,
    optional: metric.optional ?? false,
    incomparableAcross: metric.incomparableAcross ?? [],
  };
}
