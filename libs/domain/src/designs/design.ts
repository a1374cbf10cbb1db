/**
 * A design: what to try. One schema for the YAML file, the CLI, the form and the API.
 * Inputs are given by reference: file ids on a server, paths on the command line.
 */
import { z } from 'zod';
import { axisEntrySchema, maxEntries, maxExpressionLength } from './axes.js';
import { checkDesign } from './check-design.js';
import {
  crossValidationSchema,
  describeInputs,
  type InputReference,
  inputSetSchema,
  withFiles,
} from './inputs.js';
import { listedJobSchema } from './jobs.js';
import { json } from './json-schema.js';
import { adaptiveSchema, earlyStoppingSchema, objectiveSchema } from './objective.js';

/** Most cells one design may have; larger ones are refused before anything is stored. */
export const maxCells = 20_000;

export const designKinds = ['grid', 'zip', 'list', 'random', 'latin_hypercube', 'sobol', 'adaptive'] as const;
export type DesignKind = (typeof designKinds)[number];

const designFields = z.strictObject({
  name: z.string().trim().min(1, 'A design needs a name.').max(200),
  pipeline: z.string().min(1),
  kind: z
    .enum(designKinds)
    .default('grid')
    .describe(
      'How settings are made: grid tries every combination of the axes, zip takes their values in step, list names ' +
        'each job, random, latin_hypercube and sobol draw samples, adaptive proposes them from results',
    ),
  params: z
    .record(z.string(), json)
    .default({})
    .describe('Base parameters; axes replace single values in them'),
  axes: z.array(axisEntrySchema).max(maxEntries).default([]).describe('Axes and groups of them'),
  samples: z
    .int()
    .min(1)
    .max(maxCells)
    .optional()
    .describe('Settings that are drawn; of an adaptive design: settings tried in all'),
  where: z
    .string()
    .min(1)
    .max(maxExpressionLength)
    .optional()
    .describe('Condition that every cell must meet; others are excluded'),
  inputs: z.array(inputSetSchema).default([]).describe('Input sets, at least one; a list has none'),
  crossValidation: crossValidationSchema.optional(),
  jobs: z.array(listedJobSchema).optional().describe('Jobs of a list, at least one'),
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
    .describe('Seed of all random numbers; the same seed gives the same settings and results'),
  objective: objectiveSchema.optional(),
  furtherObjectives: z
    .array(objectiveSchema)
    .max(4)
    .optional()
    .describe('More metrics that matter: settings that no other beats in all of them are shown'),
  adaptive: adaptiveSchema.optional(),
  earlyStopping: earlyStoppingSchema.optional(),
});

/** The schema of every kind; what does not belong to a kind is refused. All issues are found at once. */
export const designSchema = designFields.superRefine(checkDesign, { when: () => true });

export type DesignSpec = z.infer<typeof designFields>;
export type DesignInput = z.input<typeof designFields>;

/** The input sets that a design names, in its order: of its own, or one for each job of a list. */
export function inputSetsOf(spec: Pick<DesignSpec, 'kind' | 'inputs' | 'jobs'>): readonly InputReference[] {
  if (spec.kind === 'list') return (spec.jobs ?? []).map((job) => job.inputs);
  return spec.inputs.map((set) => describeInputs(set).files);
}

/** The same design with other references, for example file ids instead of paths; `sets` as from `inputSetsOf`. */
export function withInputSets(spec: DesignSpec, sets: readonly InputReference[]): DesignSpec {
  if (spec.kind !== 'list') {
    return { ...spec, inputs: spec.inputs.map((set, index) => withFiles(set, sets[index] ?? {})) };
  }
  return { ...spec, jobs: (spec.jobs ?? []).map((job, index) => ({ ...job, inputs: sets[index] ?? {} })) };
}
