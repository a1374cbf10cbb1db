import {
  type CommandDefinition,
  type InputSpec,
  knownDefaults,
  type MetricSpec,
  type ParamsJsonSchema,
  type Pipeline,
  paramsJsonSchema,
} from '@batchyard/pipelines';
import type { Database, Session } from '../database/session.js';
import { knownPipeline, listPipelines, offeredPipeline, referenceInVersion } from './pipeline-catalog.js';

/** A pipeline's declarations as data: what forms, tables and comparisons need, without its code. */
export interface PipelineDefinition {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly paramsSchema: ParamsJsonSchema;
  readonly defaultParams: unknown;
  readonly inputs: readonly InputSpec[];
  readonly metrics: readonly MetricSpec[];
  readonly stages: readonly string[];
  readonly objective: string;
  /** Whether a job can be divided into chunks; absent where it was kept before that was known. */
  readonly canChunk?: boolean;
  /** Jobs at once where nobody said how many; absent: as many as workers allow, or kept before that was known. */
  readonly defaultConcurrency?: number;
  /** Of a command pipeline: which program it runs, and with what. */
  readonly command?: CommandSummary;
}

/** What people should know of a command; the text of its program files is not part of it. */
export interface CommandSummary {
  readonly arguments: readonly string[];
  readonly files: readonly string[];
  readonly environment: readonly string[];
  readonly secrets: readonly string[];
  readonly network: boolean;
  readonly limits: CommandDefinition['limits'];
  /** Of the container that it runs in; absent: in none. */
  readonly image?: string;
  /** Options of `srun` that starts it; absent: Slurm does not. */
  readonly slurm?: readonly string[];
}

export interface PipelineKey {
  readonly name: string;
  readonly version: string;
}

export function pipelineDefinition(pipeline: Pipeline): PipelineDefinition {
  const { name, version, title, summary, inputs, metrics, stages, objective, command, defaultConcurrency } =
    pipeline;
  return {
    name,
    version,
    title,
    summary,
    paramsSchema: paramsJsonSchema(pipeline),
    defaultParams: knownDefaults(pipeline),
    inputs,
    metrics,
    stages,
    objective,
    canChunk: pipeline.chunking !== undefined,
    ...(defaultConcurrency !== undefined && { defaultConcurrency }),
    ...(command !== undefined && { command: summaryOf(command) }),
  };
}

function summaryOf({
  command,
  files,
  environment,
  secrets,
  network,
  limits,
  container,
  slurm,
}: CommandDefinition): CommandSummary {
  return {
    arguments: command,
    files: Object.keys(files),
    environment,
    secrets,
    network,
    limits,
    ...(container !== undefined && { image: container.image }),
    ...(slurm !== undefined && { slurm }),
  };
}

/** Keeps a pipeline as it is now, so that batches can be read after the code has moved on. */
export async function keepDefinition(session: Session, pipeline: Pipeline): Promise<void> {
  const { name, version, title } = pipeline;
  await session.query(
    `insert into pipeline (name, version, title, definition) values ($1, $2, $3, $4)
     on conflict (name, version) do nothing`,
    [name, version, title, JSON.stringify(pipelineDefinition(pipeline))],
  );
}

export function pipelineStore(database: Database) {
  return {
    /** All that are offered, built in or not. */
    list: () => listPipelines(database),
    /** What new batches use. */
    offered: (name: string) => offeredPipeline(database, name),
    /** Also one that is retired. */
    known: (name: string) => knownPipeline(database, name),
    /** What a job process must be told to run a version. */
    reference: (key: PipelineKey) => referenceInVersion(database, key),
    /** Pipelines as they were when a batch used them, in any order. */
    definitions: (keys: readonly PipelineKey[]) => readDefinitions(database, keys),
  };
}

export async function readDefinitions(
  session: Session,
  keys: readonly PipelineKey[],
): Promise<PipelineDefinition[]> {
  const rows = await session.query<{ definition: PipelineDefinition }>(
    `select p.definition from pipeline p join jsonb_to_recordset($1) k (name text, version text) using (name, version)`,
    [JSON.stringify(keys)],
  );
  return rows.map((row) => row.definition);
}
