import path from 'node:path';
import type { JsonObject } from '@batchyard/domain';
import type { Inputs, Pipeline } from '@batchyard/pipelines';

/** What is processed: one input is the same for all videos, the other one is the video. */
export interface ProcessRequest {
  readonly pipeline: Pipeline;
  readonly scaffold: string;
  /** Those given as options, raw. */
  readonly params: JsonObject;
  readonly outputDir: string | null;
  readonly policy: 'refuse' | 'replace';
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Which input a row of a sheet names. */
export const videoInput = 'video';
/** Which input all rows share, unless they name their own. */
export const scaffoldInput = 'scaffold';

/** Inputs of a job. */
export function inputsOf(scaffold: string, video: string): Inputs {
  const file = (at: string) => [{ path: path.resolve(at), name: path.basename(at) }];
  return { video: file(video), scaffold: file(scaffold) };
}
