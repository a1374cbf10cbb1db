/** How large the files of jobs are, and what memory they take for that reason: known before anything runs. */
import type { InputSizes, Problem } from '@batchyard/pipelines';
import { bytesText } from '../jobs/bytes-text.js';
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
  const known = new Map<PlannedInputs, Pick<PlannedJob, 'inputBytes' | 'memoryBytes'>>();
  return jobs.map((job) => {
    const measured = known.get(job.inputs) ?? measure(sizesOf(job.inputs, sizes), pipeline);
    known.set(job.inputs, measured);
    return { ...job, ...measured };
  });
}

function sizesOf(inputs: PlannedInputs, sizes: ReadonlyMap<PlannedFile, number>): InputSizes {
  const entries = Object.entries(inputs).map(([name, files]) => [
    name,
    files.map((file) => sizes.get(file) ?? 0),
  ]);
  return Object.fromEntries(entries);
}

function measure(sizes: InputSizes, pipeline: Pick<PlannablePipeline, 'memoryBytes'>) {
  const inputBytes = Object.values(sizes)
    .flat()
    .reduce((sum, bytes) => sum + bytes, 0);
  return { inputBytes, memoryBytes: pipeline.memoryBytes?.(sizes) ?? null };
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

/** Makes cells invalid that may need more memory than a job is allowed. @param memoryLimitMb null: no limit */
export function refuseOverMemory(expanded: ExpandedDesign, memoryLimitMb: number | null): ExpandedDesign {
  if (memoryLimitMb === null) return expanded;
  return rejectCells(expanded, ({ memoryBytes, inputBytes, inputs }) =>
    memoryBytes != null && memoryBytes > memoryLimitMb * 1e6
      ? [overMemory(memoryBytes, inputBytes ?? 0, memoryLimitMb, fileNames(inputs))]
      : [],
  );
}

function fileNames(inputs: PlannedInputs): string {
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
