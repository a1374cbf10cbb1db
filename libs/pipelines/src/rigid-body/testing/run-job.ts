import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InputFile } from '../../contract.js';
import type { JobEvent, JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { rigidBody } from '../pipeline.js';

/** A folder of its own for the jobs of one test file. */
export interface JobFolder {
  readonly folder: string;
  /** Runs a job on texts (written as files) or existing files; the outputs are in `outputDir`. */
  run(
    inputs: Readonly<Record<string, string | InputFile | readonly string[]>>,
    params: unknown,
  ): Promise<FinishedJob>;
  remove(): Promise<void>;
}

export interface FinishedJob extends JobResult {
  readonly outputDir: string;
  readonly events: readonly JobEvent[];
}

export async function createJobFolder(): Promise<JobFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rigid-body-'));
  let jobs = 0;
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    async run(inputs, params) {
      const base = path.join(folder, String(jobs++));
      const outputDir = path.join(base, 'out');
      await mkdir(outputDir, { recursive: true });
      const files: Record<string, InputFile[]> = {};
      for (const [name, input] of Object.entries(inputs)) {
        if (typeof input === 'string') files[name] = [await written(base, name, input)];
        else if ('path' in input) files[name] = [input];
        else {
          const writing = input.map((text, index) => written(base, `${name}_${index + 1}`, text));
          files[name] = await Promise.all(writing);
        }
      }
      const events: JobEvent[] = [];
      const signal = new AbortController().signal;
      const onEvent = (event: JobEvent) => events.push(event);
      const job = { params, inputs: files, outputDir, seed: 'test', signal, onEvent };
      return { ...(await executeJob(rigidBody, job)), outputDir, events };
    },
  };
}

async function written(folder: string, name: string, text: string): Promise<InputFile> {
  const file = { path: path.join(folder, `${name}.csv`), name: `${name}.csv` };
  await writeFile(file.path, text);
  return file;
}
