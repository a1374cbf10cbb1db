import type { Inputs, JobResult, ModelEndpoint, PipelineReference } from '@batchyard/pipelines';
import type { ProgressEvent } from '../job/job-progress.js';

/** What a cell child is asked to compute. */
export interface CellRequest {
  readonly type: 'cell';
  readonly pipeline: PipelineReference;
  readonly params: unknown;
  readonly inputs: Inputs;
  readonly outputDir: string;
  readonly seed: string;
  readonly structureModel: ModelEndpoint | null;
  /** Each step of this metric is told; null: of none. */
  readonly watchedMetric: string | null;
}

export type ToCellChild = CellRequest | { readonly type: 'cancel' };

/** What is told while a cell is computed: stages, progress at most ten times a second, steps of the watched metric. */
export type CellNews =
  | ProgressEvent
  | { readonly type: 'metric_step'; readonly step: number; readonly value: number };

/** News while a cell is computed, then its result. */
export type FromCellChild = CellNews | { readonly type: 'result'; readonly result: JobResult };
