import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameRange, Pipeline } from '../../contract.js';
import type { JobEvent, JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { executeInChunks } from '../../execution/execute-in-chunks.js';
import { particleTracking } from '../pipeline.js';

const pipeline = particleTracking as Pipeline;

export interface FinishedJob extends JobResult {
  readonly outputDir: string;
  readonly log: readonly string[];
}

/** A folder of its own for the jobs of one test file. */
export interface JobFolder {
  readonly folder: string;
  run(experiment: string, params: unknown, signal?: AbortSignal): Promise<FinishedJob>;
  runInChunks(experiment: string, params: unknown, ranges: readonly FrameRange[]): Promise<FinishedJob>;
  remove(): Promise<void>;
}

export async function createJobFolder(): Promise<JobFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'particle-tracking-'));
  let jobs = 0;
  const request = async (experiment: string, params: unknown, signal = new AbortController().signal) => {
    const outputDir = path.join(folder, `job-${jobs++}`);
    await mkdir(outputDir);
    const log: string[] = [];
    const onEvent = (event: JobEvent) => {
      if (event.type === 'log') log.push(event.text);
    };
    const inputs = { experiment: [{ path: experiment, name: path.basename(experiment) }] };
    return { job: { params, inputs, outputDir, seed: 'test', signal, onEvent }, log, outputDir };
  };
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    async run(experiment, params, signal) {
      const { job, log, outputDir } = await request(experiment, params, signal);
      return { ...(await executeJob(pipeline, job)), outputDir, log };
    },
    async runInChunks(experiment, params, ranges) {
      const { job, log, outputDir } = await request(experiment, params);
      const chunksDir = `${outputDir}-chunks`;
      await mkdir(chunksDir);
      const { chunks, merged } = await executeInChunks(pipeline, { ...job, ranges, chunksDir });
      const failed = chunks.find(({ result }) => result.state !== 'succeeded');
      return { ...(merged ?? failed!.result), outputDir, log };
    },
  };
}
