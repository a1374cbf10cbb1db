import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pipeline } from '../../contract.js';
import type { JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { riverDischarge } from '../pipeline.js';

export interface FinishedJob extends JobResult {
  readonly outputDir: string;
}

/** A folder of its own for the jobs of one test file. */
export interface JobFolder {
  readonly folder: string;
  /** @param video a path, or bytes of a .y4m file @param scaffold as a file has it, or bytes of an .ivy project */
  run(
    video: string | Uint8Array,
    scaffold: unknown,
    params: unknown,
    /** Names in the output folder that something else has taken. */
    taken?: readonly string[],
  ): Promise<FinishedJob>;
  remove(): Promise<void>;
}

export async function createJobFolder(): Promise<JobFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'river-discharge-'));
  let jobs = 0;
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    async run(video, scaffold, params, taken = []) {
      const outputDir = path.join(folder, `job-${jobs++}`);
      await mkdir(outputDir);
      for (const name of taken) await mkdir(path.join(outputDir, name));
      const isProject = scaffold instanceof Uint8Array;
      const scaffoldPath = `${outputDir}.${isProject ? 'ivy' : 'json'}`;
      await writeFile(scaffoldPath, isProject ? scaffold : JSON.stringify(scaffold));
      const videoPath = typeof video === 'string' ? video : `${outputDir}.y4m`;
      if (typeof video !== 'string') await writeFile(videoPath, video);
      const inputs = {
        video: [{ path: videoPath, name: path.basename(videoPath) }],
        scaffold: [{ path: scaffoldPath, name: `site${path.extname(scaffoldPath)}` }],
      };
      const signal = new AbortController().signal;
      const job = { params, inputs, outputDir, seed: 'test', signal };
      return { ...(await executeJob(riverDischarge as Pipeline, job)), outputDir };
    },
  };
}
