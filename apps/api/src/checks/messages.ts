/** What the service and its check process say to each other over their IPC channel. */
import type {
  CheckMeans,
  CommandDefinition,
  FileDescription,
  FrameRange,
  Inputs,
  Problem,
} from '@batchyard/pipelines';
import type { Read } from './recorded-reads.js';

/**
 * `problems`: what is wrong with a job, before it runs; `frames`: which frames its inputs have; `description`: what its
 * file was recognised as.
 */
export type CheckSubject = 'problems' | 'frames' | 'description';

/** One check; the next order comes when this one is answered. */
export interface CheckOrder {
  readonly subject: CheckSubject;
  readonly pipelineName: string;
  /** Of a command pipeline. */
  readonly command?: CommandDefinition | null | undefined;
  readonly params: unknown;
  readonly inputs: Inputs;
  readonly means: CheckMeans;
}

/** What a check found. */
export interface Finding {
  readonly problems: readonly Problem[];
  /** Where they were asked for and could be read. */
  readonly frames?: FrameRange;
  /** Where it was asked for and the pipeline describes files. */
  readonly description?: Omit<FileDescription, 'problems'>;
}

export interface CheckAnswer extends Finding {
  /** What the answer depends on beside the files. */
  readonly reads: readonly Read[];
}
