/** What the service and its check process say to each other over their IPC channel. */
import type { Inputs, Problem } from '@batchyard/pipelines';
import type { Read } from './recorded-reads.js';

/** One check; the next order comes when this one is answered. */
export interface CheckOrder {
  readonly pipelineName: string;
  readonly params: unknown;
  readonly inputs: Inputs;
}

export interface CheckAnswer {
  readonly problems: readonly Problem[];
  /** What the answer depends on beside the files. */
  readonly reads: readonly Read[];
}
