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

/**
 * One job for a job process. It does one at a time: those that it is given while it is busy follow in order. Cancelling
 * the present one is SIGTERM.
 */
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

/** An order that has waited for so long behind others is not begun any more. */
export const orderPatienceMs = 100;

/** What a worker says. */
export type WorkerMessage = readonly JobOrder[];

/** What a job process says. It answers each order in turn, with `done` or `not_begun`. */
export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'not_begun' }
  | { readonly type: 'events'; readonly events: readonly JobEvent[] }
  | {
      readonly type: 'done';
      /** Those not told yet: all of them where the job was over in no time. */
      readonly events: readonly JobEvent[];
      readonly result: JobResult;
      readonly memoryBytes: number;
      /** From hearing of the order to its turn. */
      readonly waitedMs: number;
      /** From its turn to its result. */
      readonly tookMs: number;
    };
