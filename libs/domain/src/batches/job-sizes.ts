/** How large the files of jobs are, and what memory they take for that reason: known before anything runs. */
import type { InputSizes, Problem } from '@batchyard/pipelines';
import type { JsonObject } from '../designs/paths.js';
import { bytesText } from '../jobs/bytes-text.js';
import type { ExpectedOfJob } from './estimate.js';
import {
  type ExpandedDesign,
  type PlannablePipeline,
  type PlannedFile,
  type PlannedInputs,
  type PlannedJob,
  rejectCells,
} from './plan.js';

/**
 * Tells each job the size of its files and, where the pipeline can say, the memory that it needs at most.
 * @param sizes bytes, by the very objects that the jobs have as inputs
 */
export function withSizes(
  jobs: readonly PlannedJob[],
  sizes: ReadonlyMap<PlannedFile, number>,
  pipeline: Pick<PlannablePipeline, 'memoryBytes'>,
): PlannedJob[] {
  const known = new Map<PlannedInputs, MeasuredInputs>();
  return jobs.map((job) => {
    const { inputSizes, inputBytes } = known.get(job.inputs) ?? measure(job.inputs, sizes);
    known.set(job.inputs, { inputSizes, inputBytes });
    return { ...job, inputBytes, memoryBytes: pipeline.memoryBytes?.(inputSizes, job.params) ?? null };
  });
}

interface MeasuredInputs {
  readonly inputSizes: InputSizes;
  readonly inputBytes: number;
}

function measure(inputs: PlannedInputs, sizes: ReadonlyMap<PlannedFile, number>): MeasuredInputs {
  const inputSizes = Object.fromEntries(
    Object.entries(inputs).map(([name, files]) => [name, files.map((file) => sizes.get(file) ?? 0)]),
  );
  const inputBytes = Object.values(inputSizes)
    .flat()
    .reduce((sum, bytes) => sum + bytes, 0);
  return { inputSizes, inputBytes };
}

/**
 * What the job that needs most may take, bytes; null where no job is known.
 * @param before of jobs that were looked at earlier
 */
export function mostMemory(jobs: readonly PlannedJob[], before: number | null = null): number | null {
  return jobs.reduce<number | null>(
    (most, { memoryBytes }) => (memoryBytes == null ? most : Math.max(most ?? 0, memoryBytes)),
    before,
  );
}

/** Jobs that are looked at for what they usually take: more change the mean little. */
const expectedSample = 1_000;

/** What the pipeline expects of these jobs, on average and at most. */
export function expectedOf(
  { usualSeconds }: { usualSeconds?(inputBytes: number, params: JsonObject): number },
  jobs: readonly PlannedJob[],
): ExpectedOfJob {
  const some = jobs.slice(0, expectedSample).filter(({ inputBytes }) => inputBytes != null);
  const seconds = usualSeconds && some.map((job) => usualSeconds(job.inputBytes ?? 0, job.params));
  const secondsPerJob =
    seconds === undefined || seconds.length === 0
      ? null
      : seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  return { secondsPerJob, memoryBytes: mostMemory(jobs) };
}

/** Makes cells invalid that may need more memory than a job is allowed. @param memoryLimitMb null: no limit */
export function refuseOverMemory(expanded: ExpandedDesign, memoryLimitMb: number | null): ExpandedDesign {
  if (memoryLimitMb === null) return expanded;
  return rejectCells(expanded, (job) => memoryProblems(job, memoryLimitMb));
}

/** What may be known of a job's memory before it runs. */
export interface JobMemory {
  readonly inputBytes?: number | null;
  readonly memoryBytes?: number | null;
  readonly inputs: Readonly<Record<string, readonly { readonly name: string }[]>>;
}

/** Why a job may not start with this limit; nothing where it may, or where nothing is known of it. */
export function memoryProblems(
  { memoryBytes, inputBytes, inputs }: JobMemory,
  memoryLimitMb: number,
): Problem[] {
  if (memoryBytes == null || memoryBytes <= memoryLimitMb * 1e6) return [];
  return [overMemory(memoryBytes, inputBytes ?? 0, memoryLimitMb, fileNames(inputs))];
}

function fileNames(inputs: JobMemory['inputs']): string {
  const [first = 'the job', ...more] = Object.values(inputs)
    .flat()
    .map(({ name }) => name);
  if (more.length > 3) return `${first} and ${more.length} more files`;
  return [first, ...more].join(', ');
}

function overMemory(neededBytes: number, inputBytes: number, memoryLimitMb: number, files: string): Problem {
  return {
    code: 'MEMORY_LIMIT_EXCEEDED',
    severity: 'error',
    message: `Memory limit exceeded: ${files} (${bytesText(inputBytes)}) may need ${bytesText(neededBytes)} of memory; the limit is ${memoryLimitMb} MB.`,
    place: { parameter: 'options.memoryLimitMb' },
    value: String(memoryLimitMb),
    expectation: `at least ${Math.ceil(neededBytes / 1e6)} MB`,
    fix: `Allow at least ${Math.ceil(neededBytes / 1e6)} MB, or use smaller files.`,
  };
}
