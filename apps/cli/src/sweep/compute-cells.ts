/** Computes the cells of a plan that have no result yet, several at once. */
import path from 'node:path';
import type { PlannedJob } from '@batchyard/domain';
import { type Inputs, type Pipeline, referenceTo } from '@batchyard/pipelines';
import { readStructureModel } from '../env.js';
import type { ProgressEvent } from '../job/job-progress.js';
import { resultFileName, writeJson } from '../job/output-folder.js';
import { type CellResult, freshCellFolder, isFailed } from './cell-folders.js';
import { openCellPool } from './cell-pool.js';
import type { PoorCells } from './stop-poor-cells.js';

export interface ComputeOptions {
  readonly outputDir: string;
  readonly concurrency: number;
  /** Off: nothing new starts after the first failure. */
  readonly continueOnError: boolean;
  /** What a cell may need; null: no limit. */
  readonly memoryLimitMb: number | null;
  /** Aborted by Ctrl-C: nothing new starts, running cells are cancelled. */
  readonly signal: AbortSignal;
  /** Ends poor cells on their way; null: every cell runs to its end. */
  readonly poorCells: PoorCells | null;
  onStarted(job: PlannedJob): void;
  onProgress(job: PlannedJob, event: ProgressEvent): void;
  onFinished(job: PlannedJob, result: CellResult): void;
}

/** Where the next cell comes from; null: there are no more. May be asked again before it has answered. */
export interface CellSource {
  next(): Promise<PlannedJob | null>;
}

/** Cells that are all known. */
export function cellsOf(jobs: readonly PlannedJob[]): CellSource {
  const rest = jobs.values();
  return { next: async () => rest.next().value ?? null };
}

/** @returns results by cell key; cells that were cancelled or not reached have none */
export async function computeCells(
  pipeline: Pipeline,
  source: CellSource,
  options: ComputeOptions,
): Promise<Map<string, CellResult>> {
  const { poorCells } = options;
  const results = new Map<string, CellResult>();
  const structureModel = readStructureModel();
  const pool = openCellPool(options.memoryLimitMb);
  options.signal.addEventListener('abort', () => pool.cancel(), { once: true });
  let isStopped = false;
  const takeCells = async () => {
    for (;;) {
      const job = options.signal.aborted || isStopped ? null : await source.next();
      if (job === null || options.signal.aborted || isStopped) return;
      const outputDir = freshCellFolder(options.outputDir, job);
      const { params, seed } = job;
      const request = {
        type: 'cell',
        pipeline: referenceTo(pipeline),
        params,
        inputs: inputsOf(job),
        outputDir,
        seed,
        structureModel,
        watchedMetric: poorCells?.metric ?? null,
      } as const;
      options.onStarted(job);
      const computation = pool.compute(request, (news) => {
        if (news.type === 'metric_step') poorCells?.reported(job, news);
        else options.onProgress(job, news);
      });
      poorCells?.started(job, computation.stop);
      const computed = await computation.result;
      const result = poorCells?.ended(job, computed) ?? computed;
      if (options.signal.aborted && result.state !== 'succeeded') return;
      const kept: CellResult = { cellKey: job.cellKey, label: job.label, ...result };
      writeJson(path.join(outputDir, resultFileName), kept);
      results.set(job.cellKey, kept);
      isStopped ||= !options.continueOnError && isFailed(kept);
      options.onFinished(job, kept);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.concurrency }, takeCells));
  } finally {
    pool.close();
  }
  return results;
}

function inputsOf(job: PlannedJob): Inputs {
  return Object.fromEntries(
    Object.entries(job.inputs).map(([name, files]) => [
      name,
      files.map((file) => ({ path: file.reference, name: file.name })),
    ]),
  );
}
