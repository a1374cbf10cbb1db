/** The pipeline's own check of every cell, before anything starts. */
import { canonicalJson, type ExpandedDesign, isError, type PlannedJob, rejectCells } from '@batchyard/domain';
import type { Inputs, Pipeline, Problem } from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import { localFiles } from './plan-design.js';

/** One set of inputs with the parameters of one setting. */
export interface CheckRequest {
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly inputs: Inputs;
  /** Equal for equal names and contents of the files. */
  readonly inputsKey: string;
  readonly params: unknown;
}

/**
 * Runs checks where a hostile file harms nobody. One answer for each request, in its order; null: there was no time
 * for it yet.
 */
export type JobCheck = (requests: readonly CheckRequest[]) => Promise<readonly (readonly Problem[] | null)[]>;

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
  check: JobCheck,
): Promise<CheckedCells> {
  const inputKeys = new Map<object, string>();
  const keyOf = ({ inputs, settingKey }: PlannedJob) => {
    const key = inputKeys.get(inputs) ?? contentKey(inputs);
    inputKeys.set(inputs, key);
    return `${settingKey} ${key}`;
  };
  const samples = new Map(cells.jobs.map((job) => [keyOf(job), job]));
  const answers = await check(
    [...samples.values()].map((job) => ({
      pipelineName: pipeline.name,
      pipelineVersion: pipeline.version,
      inputs: localFiles(job.inputs, blobs),
      inputsKey: inputKeys.get(job.inputs) ?? '',
      params: job.params,
    })),
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

function contentKey(inputs: PlannedJob['inputs']): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(inputs).map(([name, files]) => [name, files.map((file) => [file.name, file.sha256])]),
    ),
  );
}
