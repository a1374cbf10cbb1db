import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InputFile, Inputs, Pipeline, PipelineAnnotation } from '../../contract.js';
import type { JobEvent, JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { flagDetection } from '../pipeline.js';
import { generateTimeLapse, type TimeLapseSettings } from '../sample/time-lapse.js';

export interface FinishedJob extends JobResult {
  readonly outputDir: string;
  /** Those that state something. */
  readonly annotations: readonly PipelineAnnotation[];
  /** Those that end what was stated before, as `subject value`. */
  readonly withdrawn: readonly string[];
  readonly events: readonly JobEvent[];
}

/** A folder of its own for the jobs of one test file. */
export interface FlagJobFolder {
  readonly folder: string;
  writeFrames(settings: TimeLapseSettings): Promise<InputFile[]>;
  writeTable(text: string): Promise<InputFile>;
  run(inputs: Inputs, params: unknown): Promise<FinishedJob>;
  remove(): Promise<void>;
}

export async function createFlagJobFolder(): Promise<FlagJobFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flag-detection-'));
  let count = 0;
  const next = async () => {
    const made = path.join(folder, String(count++));
    await mkdir(made);
    return made;
  };
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    async writeFrames(settings) {
      const to = await next();
      const files: InputFile[] = [];
      for (const { fileName, png } of generateTimeLapse(settings)) {
        await writeFile(path.join(to, fileName), png);
        files.push({ path: path.join(to, fileName), name: fileName });
      }
      return files;
    },
    async writeTable(text) {
      const file = path.join(await next(), 'table.csv');
      await writeFile(file, text);
      return { path: file, name: 'table.csv' };
    },
    async run(inputs, params) {
      const outputDir = await next();
      const events: JobEvent[] = [];
      const onEvent = (event: JobEvent) => events.push(event);
      const signal = new AbortController().signal;
      const job = { params, inputs, outputDir, seed: 'test', signal, onEvent };
      const result = await executeJob(flagDetection as Pipeline, job);
      const said = events.flatMap((event) => (event.type === 'annotation' ? [event.annotation] : []));
      const annotations = said.filter(({ frames }) => frames === null || frames.length > 0);
      const withdrawn = said
        .filter(({ frames }) => frames?.length === 0)
        .map((one) => `${one.subject} ${one.value}`);
      return { ...result, outputDir, events, annotations, withdrawn };
    },
  };
}
