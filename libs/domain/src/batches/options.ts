/** How a batch is carried out. One schema: form, API, CLI and the database column derive from it. */
import { z } from 'zod';
import { retryableFailureKinds } from '../failures/kinds.js';

const batchModes = ['auto', 'parallel', 'sequential'] as const;

const nameConflictPolicies = ['auto-increment', 'overwrite', 'fail'] as const;
export type NameConflictPolicy = (typeof nameConflictPolicies)[number];

/** What a worker may carry and a batch may ask for. */
export const labelPattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

const weekS = 7 * 24 * 3600;
/** Largest head start of a batch or a job either way, s. */
export const maxHeadStartS = weekS;

export const batchOptionsSchema = z.strictObject({
  mode: z.enum(batchModes).default('auto').meta({
    title: 'Mode',
    description:
      'Sequential runs one job after another; parallel as many as “jobs at once” says; auto chooses from the number of jobs, their size and the free workers, and says what it chose.',
  }),
  concurrency: z.int().min(1).max(10_000).nullable().default(null).meta({
    title: 'Jobs at once',
    description:
      'Most jobs of this batch that run at the same time; empty means the default of the pipeline, else as many as workers allow. Sequential mode ignores it.',
  }),
  priority: z.int().min(-maxHeadStartS).max(maxHeadStartS).default(0).meta({
    title: 'Head start',
    unit: 's',
    description:
      'The batch is treated as if it had been started so many seconds earlier; a negative number lets others go first. Whoever waits long enough always gets a turn.',
  }),
  maxAttempts: z.int().min(1).max(20).default(3).meta({
    title: 'Attempts',
    description: 'Tries per job, counting the first.',
  }),
  backoffS: z.number().min(0).max(3600).default(2).meta({
    title: 'Pause before the second attempt',
    unit: 's',
    description: 'It doubles with each further attempt and varies by ±50 %; 5 minutes at most.',
  }),
  retryOn: z.array(z.enum(retryableFailureKinds)).default(['worker_lost', 'disk_full']).meta({
    title: 'Try again after',
    description:
      'Kinds of failure that are tried again by themselves; bad input and bad parameters never are.',
  }),
  timeoutS: z.number().positive().max(weekS).nullable().default(null).meta({
    title: 'Time limit per job',
    unit: 's',
    description: 'A job that runs longer is stopped and counts as timed out; empty means no limit.',
  }),
  memoryLimitMb: z.int().min(64).max(1_000_000).nullable().default(null).meta({
    title: 'Memory limit per job',
    unit: 'MB',
    description:
      'A job that needs more is stopped and counts as out of memory; one whose files are known to be too large for it is refused before it starts. Empty means no limit.',
  }),
  continueOnError: z.boolean().default(true).meta({
    title: 'Continue on error',
    description:
      'When off, no further job starts after the first one that finally fails; the rest is skipped.',
  }),
  labels: z
    .array(z.string().regex(labelPattern, 'A label is lower case letters, digits, . _ and -.'))
    .max(16)
    .default([])
    .meta({
      title: 'Worker labels',
      description: 'Only workers that carry all these labels take its jobs, for example gpu.',
    }),
  chunks: z.int().min(1).max(1_000).default(1).meta({
    title: 'Chunks per job',
    description:
      'Splits the frames of each job evenly over so many jobs whose results are merged in order; only for pipelines that can.',
  }),
  outputName: z.string().min(1).max(200).default('{input}_{position}').meta({
    title: 'Output name',
    description:
      'Folder of each job’s files in downloads. {input} or {stem} (file name), {position}, {replicate}, {label}, {batch} and {parameter.path} are filled in.',
  }),
  onNameConflict: z.enum(nameConflictPolicies).default('auto-increment').meta({
    title: 'When two outputs have one name',
    description:
      'auto-increment appends _001, _002 …; overwrite keeps the later one; fail refuses to start the batch.',
  }),
  keepTemporaryFiles: z.boolean().default(false).meta({
    title: 'Keep temporary files',
    description:
      'Keeps the folder of each attempt on its worker, for finding errors; otherwise it is removed when the attempt ends.',
  }),
  reuse: z.boolean().default(true).meta({
    title: 'Reuse equal results',
    description: 'A job equal to one that already succeeded in this project takes over its result.',
  }),
});
export type BatchOptions = z.infer<typeof batchOptionsSchema>;
export const defaultBatchOptions: BatchOptions = batchOptionsSchema.parse({});
/** The same as JSON Schema (draft 2020-12), for forms and flags that are derived from it. */
export const batchOptionsJsonSchema = z.toJSONSchema(batchOptionsSchema, {
  io: 'input',
  target: 'draft-2020-12',
});
