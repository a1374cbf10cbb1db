import type { BatchOptions, PlannedInputs } from '@batchyard/domain';
import type { FrameRange } from '@batchyard/pipelines';
import type { Fence } from './fence.js';

/** Everything a worker needs to run a job. */
export interface StartedJob {
  readonly fence: Fence;
  readonly batchId: string;
  readonly projectId: string;
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly params: Record<string, unknown>;
  readonly inputs: PlannedInputs;
  readonly seed: string;
  readonly attemptLimit: number;
  /** Of a chunk; null: everything. */
  readonly frames: FrameRange | null;
  /** Its chunks have been computed, and their results are to be merged. */
  readonly isMerge: boolean;
  readonly options: BatchOptions;
  /** Its batch is open: when this job ends, the next one may be started without being told of. */
  readonly isOpen: boolean;
}
