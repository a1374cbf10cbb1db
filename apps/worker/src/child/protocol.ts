/** What worker and job process say to each other over their IPC channel. */
import type {
  ChunkResult,
  CommandMeans,
  FrameRange,
  Inputs,
  JobEvent,
  JobResult,
  ModelEndpoint,
  PipelineReference,
} from '@batchyard/pipelines';

/** One job for a job process, which does one at a time. Cancelling is SIGTERM. */
export interface JobOrder {
  readonly pipeline: PipelineReference;
  /** What a command is given. */
  readonly means: CommandMeans;
  readonly params: unknown;
  readonly inputs: Inputs;
  /** The chunk to process; null: everything. */
  readonly frames: FrameRange | null;
  /** The chunks to merge; null: process. */
  readonly chunks: readonly ChunkResult[] | null;
  readonly outputDir: string;
  readonly seed: string;
  readonly structureModel: ModelEndpoint | null;
}

export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'events'; readonly events: readonly JobEvent[] }
  | {
      readonly type: 'done';
      /** Those not told yet: all of them where the job was over in no time. */
      readonly events: readonly JobEvent[];
      readonly result: JobResult;
      readonly memoryBytes: number;
    };
