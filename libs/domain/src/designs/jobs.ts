/** Jobs that a list names one by one. */
import { z } from 'zod';
import { inputReferenceSchema } from './inputs.js';
import { json, metadataSchema } from './json-schema.js';

const weekS = 7 * 24 * 3600;

/** One job of a list. */
export const listedJobSchema = z.strictObject({
  id: z.string().trim().min(1, 'A job needs an id.').max(200).describe('Unique in the list'),
  name: z.string().trim().min(1).max(200).optional().describe('Shown beside the id'),
  priority: z
    .int()
    .min(-weekS)
    .max(weekS)
    .default(0)
    .describe('Higher starts first; equal ones start in the order of the list'),
  params: z.record(z.string(), json).default({}).describe('Replaces single values of the base parameters'),
  inputs: inputReferenceSchema.default({}),
  metadata: metadataSchema.default({}).describe('Free facts, stored and returned unchanged'),
});
export type ListedJob = z.infer<typeof listedJobSchema>;
