/** What a schedule does where not all goes as planned. One schema: form, API, CLI and the database column derive from it. */
import { z } from 'zod';

const daysS = 24 * 3600;

export const schedulePoliciesSchema = z.strictObject({
  missed: z.enum(['skip', 'once', 'all']).default('once').meta({
    title: 'Missed times',
    description:
      'For times that passed while nothing could start: skip them, run once for all of them, or run each.',
  }),
  missedAfterS: z
    .int()
    .min(60)
    .max(7 * daysS)
    .default(900)
    .meta({
      title: 'Missed after',
      unit: 's',
      description:
        'A time counts as missed if nothing could start within so long; before that it is merely late.',
    }),
  missedMost: z.int().min(1).max(1000).default(10).meta({
    title: 'Missed times at most',
    description: 'Where each missed time is run: only the newest so many; older ones are skipped.',
  }),
  overlap: z.enum(['queue', 'skip', 'cancel_old']).default('queue').meta({
    title: 'Overlap',
    description:
      'Where the batch before is still running: start after it, skip this time, or cancel the batch before.',
  }),
  jitterS: z.int().min(0).max(3600).default(0).meta({
    title: 'Spread',
    unit: 's',
    description:
      'Starts up to so much later, drawn anew for each time, so that schedules do not all begin at once.',
  }),
  retryFailed: z.int().min(0).max(5).default(0).meta({
    title: 'Retry failed jobs',
    description: 'How often the failed jobs of a finished batch are tried again, 10 minutes later each time.',
  }),
  pauseAfterFailures: z.int().min(1).max(100).nullable().default(null).meta({
    title: 'Pause after failures',
    description: 'The schedule pauses itself after so many failed times in a row; empty means never.',
  }),
});

/** The same as JSON Schema (draft 2020-12), for forms and flags that are derived from it. */
export const schedulePoliciesJsonSchema = z.toJSONSchema(schedulePoliciesSchema, {
  io: 'input',
  target: 'draft-2020-12',
});

export type SchedulePolicies = z.infer<typeof schedulePoliciesSchema>;
