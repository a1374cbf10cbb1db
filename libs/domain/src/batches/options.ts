/** How a batch is carried out. One schema: form, API, CLI and the database column derive from it. */
import { z } from 'zod';

export const batchOptionsSchema = z.strictObject({
  concurrency: z.int().min(1).max(10_000).nullable().default(null).meta({
    title: 'Jobs at once',
    description: 'Most jobs of this batch that run at the same time; empty means as many as workers allow.',
  }),
  priority: z
    .int()
    .min(-100)
    .max(100)
    .default(0)
    .meta({ title: 'Priority', description: 'Higher starts first among the batches of a project.' }),
  maxAttempts: z.int().min(1).max(20).default(3).meta({
    title: 'Attempts',
    description: 'Tries per job; only failures that can pass, such as a lost worker, are tried again.',
  }),
  timeoutS: z
    .number()
    .positive()
    .max(7 * 24 * 3600)
    .nullable()
    .default(null)
    .meta({
      title: 'Time limit per job',
      unit: 's',
      description: 'A job that runs longer is stopped and counts as timed out; empty means no limit.',
    }),
  memoryLimitMb: z.int().min(64).max(1_000_000).nullable().default(null).meta({
    title: 'Memory limit per job',
    unit: 'MB',
    description: 'A job that needs more is stopped and counts as out of memory; empty means no limit.',
  }),
  continueOnError: z.boolean().default(true).meta({
    title: 'Continue on error',
    description:
      'When off, no further job starts after the first one that finally fails; the rest is skipped.',
  }),
  reuse: z.boolean().default(true).meta({
    title: 'Reuse equal results',
    description: 'A job equal to one that already succeeded in this project takes over its result.',
  }),
});
export type BatchOptions = z.infer<typeof batchOptionsSchema>;
export const defaultBatchOptions: BatchOptions = batchOptionsSchema.parse({});
