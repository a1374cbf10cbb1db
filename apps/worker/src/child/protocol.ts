/** What worker and job process say to each other over their IPC channel. */
import type { ChunkResult, FrameRange, Inputs, JobEvent, JobResult } from '@batchyard/pipelines';

/** One job of a bundle, which is a list of orders that a job process does strictly one after another. */
export interface JobOrder {
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly params: unknown;
  readonly inputs: Inputs;
  /** The chunk to process; null: everything. */
  readonly frames: FrameRange | null;
  /** The chunks to merge; null: process. */
  readonly chunks: readonly ChunkResult[] | null;
  readonly outputDir: string;
  readonly seed: string;
}

/** Times are milliseconds by the job process's own clock; `nowMs` of the message says what it shows. */
export interface ToldEvent {
  readonly atMs: number;
  readonly event: JobEvent;
}

export interface JobAnswer {
  /** Those not told yet: all of them where the job was over in no time. */
  readonly events: readonly ToldEvent[];
  readonly result: JobResult;
  readonly beganMs: number;
  readonly endedMs: number;
}

export type ChildMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'events';
      readonly nowMs: number;
      /** Of the job in its bundle. */
      readonly index: number;
      readonly events: readonly ToldEvent[];
    }
  | {
      readonly type: 'answers';
      readonly nowMs: number;
      /** Of the next jobs of the bundle, in order. */
      readonly answers: readonly JobAnswer[];
      /** Nothing of this bundle runs any more; jobs without an answer were not begun. */
      readonly isLast: boolean;
      readonly memoryBytes: number;
    };

/**
 * A file that a job process inherits: its first byte is the index of the job begun last. It is written before the job
 * begins and read when somebody must know, whatever keeps the process from answering.
 */
export const currentJobFd = 4;
/** What the byte is before the first job of a bundle begins. */
export const noneBegun = 255;

/** A job process begins nothing more of a bundle when the last job began longer ago than this. */
export const longJobMs = 50;
/** … or the whole bundle did. */
export const longBundleMs = 100;
/**
 * A job that is seen running for this long is the last of its bundle that was begun: more than `longJobMs`, so that the
 * worker may give the rest to others without asking.
 */
export const takeBackAfterMs = 2 * longJobMs;
/** The index must fit into a byte and be less than `noneBegun`; more would save little. */
export const maxBundle = 64;
