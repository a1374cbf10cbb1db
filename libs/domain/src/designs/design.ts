/**
 * A design: what to try. One schema for the YAML file, the CLI, the form and the API.
 * Inputs are given by reference: file ids on a server, paths on the command line.
 */
import type { Json } from '@batchyard/pipelines';
import { z } from 'zod';

/** Most cells one design may have; larger ones are refused before anything is stored. */
export const maxCells = 20_000;

const weekS = 7 * 24 * 3600;

/** Zod's own JSON type is mutable; ours is not. */
const json = z.json() as unknown as z.ZodType<Json, Json>;

const axisSchema = z.strictObject({
  parameter: z.string().min(1).describe('Dotted path of a parameter, for example weights.lambda_rigid'),
  values: z.array(json).min(1, 'An axis needs at least one value.').describe('Values to try, in order'),
});
export type Axis = z.infer<typeof axisSchema>;

const objectiveSchema = z.strictObject({
  metric: z.string().min(1),
  direction: z.enum(['minimize', 'maximize']),
});
export type Objective = z.infer<typeof objectiveSchema>;

/** Input name → one reference or several. */
const inputReferenceSchema = z.record(
  z.string(),
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
);

const designKinds = ['grid', 'list'] as const;

/** Free facts of the user (subject, session, condition …), stored and returned unchanged. */
export const metadataSchema = z.record(z.string(), json);

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

const designFields = z.strictObject({
  name: z.string().trim().min(1, 'A design needs a name.').max(200),
  pipeline: z.string().min(1),
  kind: z
    .enum(designKinds)
    .default('grid')
    .describe('How jobs are made: grid tries every combination of the axes, list names each job'),
  params: z
    .record(z.string(), json)
    .default({})
    .describe('Base parameters; axes replace single values in them'),
  axes: z.array(axisSchema).max(12).default([]),
  inputs: z.array(inputReferenceSchema).default([]).describe('Input sets of a grid, at least one'),
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
    .describe('Seed of all random numbers; the same seed gives the same results'),
  objective: objectiveSchema.optional(),
});

type Refinement = Parameters<Parameters<typeof designFields.superRefine>[0]>[1];

/** The schema of every kind; what only one kind has is refused in the other. All issues are found at once. */
export const designSchema = designFields.superRefine(
  (spec, context) => {
    if (typeof spec !== 'object' || spec === null) return;
    if (spec.kind === 'list') checkList(spec, context);
    else if (spec.kind === 'grid') checkGrid(spec, context);
  },
  { when: () => true },
);

function checkGrid(spec: Partial<DesignSpec>, context: Refinement): void {
  if (Array.isArray(spec.inputs) && spec.inputs.length === 0) {
    context.addIssue({ ...tooFew, path: ['inputs'], message: 'A design needs at least one input.' });
  }
  if (spec.jobs !== undefined) refuse('jobs', 'kind: list names jobs; a grid makes them from axes', context);
}

function checkList(spec: Partial<DesignSpec>, context: Refinement): void {
  if (spec.jobs === undefined || (Array.isArray(spec.jobs) && spec.jobs.length === 0)) {
    context.addIssue({ ...tooFew, path: ['jobs'], message: 'A list needs at least one job.' });
  }
  if ((spec.axes ?? []).length > 0)
    refuse('axes', 'a list has no axes: write the values into its jobs', context);
  if ((spec.inputs ?? []).length > 0) refuse('inputs', 'a list gives each job its own inputs', context);
  if ((spec.replicates ?? 1) !== 1) refuse('replicates', 'a list names each of its jobs', context);
  if (Array.isArray(spec.jobs)) checkIds(spec.jobs, context);
}

function checkIds(jobs: readonly Partial<ListedJob>[], context: Refinement): void {
  const firstIndex = new Map<unknown, number>();
  jobs.forEach((job, index) => {
    const id = job?.id;
    const first = firstIndex.get(id);
    if (first === undefined) firstIndex.set(id, index);
    else if (typeof id === 'string' && id !== '') {
      const message = `Jobs ${first + 1} and ${index + 1} of the list have the same id ${id}. Give each its own.`;
      context.addIssue({ code: 'custom', path: ['jobs', index, 'id'], message });
    }
  });
}

const tooFew = { code: 'too_small', origin: 'array', minimum: 1, inclusive: true, input: [] } as const;

function refuse(field: string, why: string, context: Refinement): void {
  context.addIssue({ code: 'custom', path: [field], message: `${field} does not belong here: ${why}.` });
}

export type DesignSpec = z.infer<typeof designFields>;
export type DesignInput = z.input<typeof designFields>;
export type InputReference = z.infer<typeof inputReferenceSchema>;

/** The input sets that a design names, in its order: of the grid, or one for each job of the list. */
export function inputSetsOf(spec: Pick<DesignSpec, 'kind' | 'inputs' | 'jobs'>): readonly InputReference[] {
  return spec.kind === 'list' ? (spec.jobs ?? []).map((job) => job.inputs) : spec.inputs;
}

/** The same design with other references, for example file ids instead of paths; `sets` as from `inputSetsOf`. */
export function withInputSets(spec: DesignSpec, sets: readonly InputReference[]): DesignSpec {
  if (spec.kind !== 'list') return { ...spec, inputs: [...sets] };
  return { ...spec, jobs: (spec.jobs ?? []).map((job, index) => ({ ...job, inputs: sets[index] ?? {} })) };
}
