import type { Inputs, JobResult, ModelEndpoint } from '@batchyard/pipelines';

/** What a cell child is asked to compute. */
export interface CellRequest {
  readonly type: 'cell';
  readonly pipeline: string;
  readonly params: unknown;
  readonly inputs: Inputs;
  readonly outputDir: string;
  readonly seed: string;
  readonly structureModel: ModelEndpoint | null;
}

export type ToCellChild = CellRequest | { readonly type: 'cancel' };

/** The only answer: one for each request. */
export interface FromCellChild {
  readonly type: 'result';
  readonly result: JobResult;
}
