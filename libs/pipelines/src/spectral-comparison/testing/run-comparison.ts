import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InputFile, ModelEndpoint, Pipeline } from '../../contract.js';
import type { JobEvent, JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { spectralComparison } from '../pipeline.js';
import type { SampleFile } from '../sample.js';

export interface FinishedComparison extends JobResult {
  readonly outputDir: string;
  readonly events: readonly JobEvent[];
}

export interface ComparisonFolder {
  readonly folder: string;
  file(file: SampleFile): Promise<InputFile>;
  run(
    baseline: SampleFile | InputFile,
    sample: SampleFile | InputFile,
    params?: unknown,
    more?: { readonly outputDir?: string; readonly structureModel?: ModelEndpoint },
  ): Promise<FinishedComparison>;
  remove(): Promise<void>;
}

/** A folder of its own for the jobs of one test file. */
export async function createComparisonFolder(): Promise<ComparisonFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spectral-comparison-'));
  let count = 0;
  const file = async ({ name, text }: SampleFile) => {
    const own = path.join(folder, `file-${count++}`);
    await mkdir(own);
    await writeFile(path.join(own, name), text);
    return { path: path.join(own, name), name };
  };
  const given = (one: SampleFile | InputFile) => ('path' in one ? one : file(one));
  return {
    folder,
    file,
    remove: () => rm(folder, { recursive: true, force: true }),
    async run(baseline, sample, params = {}, more = {}) {
      const outputDir = more.outputDir ?? path.join(folder, `job-${count++}`);
      await mkdir(outputDir, { recursive: true });
      const events: JobEvent[] = [];
      const inputs = { baseline: [await given(baseline)], sample: [await given(sample)] };
      const signal = new AbortController().signal;
      const onEvent = (event: JobEvent) => events.push(event);
      const { structureModel } = more;
      const job = { params, inputs, outputDir, seed: 'test', signal, onEvent, structureModel };
      return { ...(await executeJob(spectralComparison as Pipeline, job)), outputDir, events };
    },
  };
}
