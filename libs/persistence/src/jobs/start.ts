import type { BatchOptions, PlannedInputs } from '@batchyard/domain';
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
  readonly options: BatchOptions;
}
