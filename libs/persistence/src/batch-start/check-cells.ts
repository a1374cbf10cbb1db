/** The pipeline's own check of every cell, before anything starts. */
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import {
  canonicalJson,
  type ExpandedDesign,
  isError,
  type PlannedInputs,
  type PlannedJob,
  rejectCells,
} from '@batchyard/domain';
import {
  type CommandDefinition,
  type FrameReading,
  framesOfJob,
  type Inputs,
  openUnpackedDirectories,
  type Pipeline,
  type Problem,
  ProblemsError,
  pipelineOf,
  referenceTo,
  removeReadOnly,
  unpackInputs,
} from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import { localFiles } from './plan-design.js';

/** One set of inputs with the parameters of one setting. */
export interface CheckRequest {
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  /** Of a command pipeline. */
  readonly command?: CommandDefinition | null | undefined;
  readonly inputs: Inputs;
  /** Equal for equal names and contents of the files. */
  readonly inputsKey: string;
  readonly params: unknown;
}

/**
 * What pipelines say of jobs before they run, found out where a hostile file harms nobody. One answer for each request,
 * in its order; null: there was no time for it yet.
 */
export interface JobChecks {
  /** What is wrong, by the pipeline's own check. */
  problems(requests: readonly CheckRequest[]): Promise<readonly (readonly Problem[] | null)[]>;
  /** Which frames the inputs have, for a pipeline that can chunk. */
  frames(requests: readonly CheckRequest[]): Promise<readonly (FrameReading | null)[]>;
}

/** Where there is no process for checks: jobs find out when they run what is wrong, and frames are read here. */
export const noChecks: JobChecks = {
  problems: async (requests) => requests.map(() => []),
  async frames(requests) {
    const readings: (FrameReading | null)[] = [];
    for (const { pipelineName: name, pipelineVersion: version, command = null, ...job } of requests) {
      const pipeline = pipelineOf({ name, version, command });
      // One after another: each may hold a whole recording.
      readings.push(pipeline === undefined ? null : await framesOfStored(pipeline, job));
    }
    return readings;
  },
};

async function framesOfStored(
  pipeline: Pipeline,
  { inputs, params }: Pick<CheckRequest, 'inputs' | 'params'>,
): Promise<FrameReading> {
  const folder = path.join(os.tmpdir(), `batchyard-frames-${randomUUID()}`);
  const directories = openUnpackedDirectories(folder, { maxBytes: 10e9, maxUnusedBytes: 0 });
  try {
    const unpacked = await unpackInputs(pipeline, inputs, directories);
    return await framesOfJob(pipeline, { params, inputs: unpacked.inputs });
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems };
    throw error;
  } finally {
    await removeReadOnly(folder);
  }
}

/** The request to check a job. */
export function checkRequestOf(
  pipeline: Pipeline,
  { inputs, params }: Pick<PlannedJob, 'inputs' | 'params'>,
  blobs: Pick<BlobStore, 'pathOf'>,
): CheckRequest {
  return {
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    command: referenceTo(pipeline).command,
    inputs: localFiles(inputs, blobs),
    inputsKey: contentKey(inputs),
    params,
  };
}

export interface CheckedCells {
  readonly cells: ExpandedDesign;
  /** Each once. */
  readonly warnings: readonly Problem[];
  /** Combinations of inputs and setting that there was no time to check. */
  readonly unchecked: number;
}

/** Checks every different combination of inputs and setting; cells with errors become invalid. */
export async function checkCells(
  pipeline: Pipeline,
  cells: ExpandedDesign,
  blobs: Pick<BlobStore, 'pathOf'>,
  checks: JobChecks,
): Promise<CheckedCells> {
  const keyOf = ({ inputs, settingKey }: PlannedJob) => `${settingKey} ${contentKey(inputs)}`;
  const samples = new Map(cells.jobs.map((job) => [keyOf(job), job]));
  const answers = await checks.problems(
    [...samples.values()].map((job) => checkRequestOf(pipeline, job, blobs)),
  );
  const problems = new Map([...samples.keys()].map((key, index) => [key, answers[index] ?? null]));
  const warnings = new Map(
    answers.flatMap((answer) =>
      (answer ?? [])
        .filter((problem) => !isError(problem))
        .map((problem) => [canonicalJson(problem), problem]),
    ),
  );
  return {
    cells: rejectCells(cells, (job) => problems.get(keyOf(job)) ?? []),
    warnings: [...warnings.values()],
    unchecked: answers.filter((answer) => answer === null).length,
  };
}

/** Many cells share one set of inputs. */
const contentKeys = new WeakMap<PlannedInputs, string>();

function contentKey(inputs: PlannedInputs): string {
  const known = contentKeys.get(inputs);
  if (known !== undefined) return known;
  const files = Object.entries(inputs).map(([name, list]) => [
    name,
    list.map((file) => [file.name, file.sha256]),
  ]);
  const key = canonicalJson(Object.fromEntries(files));
  contentKeys.set(inputs, key);
  return key;
}
