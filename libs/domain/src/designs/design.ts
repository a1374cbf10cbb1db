/**
 * A design: what to try. One schema for the YAML file, the CLI, the form and the API.
 * Inputs are given by reference: file ids on a server, paths on the command line.
 */
import type { Json } from '@batchyard/pipelines';
import { z } from 'zod';

/** Most cells one design may have; larger ones are refused before anything is stored. */
export const maxCells = 20_000;

/** Zod's own JSON type is mutable; ours is not. */
const json = z.json() as unknown as z.ZodType<Json, Json>;

export const axisSchema = z.strictObject({
  parameter: z.string().min(1).describe('Dotted path of a parameter, for example weights.lambda_rigid'),
  values: z.array(json).min(1, 'An axis needs at least one value.').describe('Values to try, in order'),
});
export type Axis = z.infer<typeof axisSchema>;

export const objectiveSchema = z.strictObject({
  metric: z.string().min(1),
  direction: z.enum(['minimize', 'maximize']),
});
export type Objective = z.infer<typeof objectiveSchema>;

/** Input name → one reference or several. */
export const inputReferenceSchema = z.record(
  z.string(),
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
);

export const designSchema = z.strictObject({
  name: z.string().trim().min(1, 'A design needs a name.').max(200),
  pipeline: z.string().min(1),
  kind: z.enum(['grid']).default('grid').describe('How axes combine; grid tries every combination'),
  params: z
    .record(z.string(), json)
    .default({})
    .describe('Base parameters; axes replace single values in them'),
  axes: z.array(axisSchema).max(12).default([]),
  inputs: z.array(inputReferenceSchema).min(1, 'A design needs at least one input.'),
  replicates: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('Times each setting runs on each input, with another seed'),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Seed of all random numbers; the same seed gives the same results'),
  objective: objectiveSchema.optional(),
});
export type DesignSpec = z.infer<typeof designSchema>;
export type DesignInput = z.input<typeof designSchema>;
