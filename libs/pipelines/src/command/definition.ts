/**
 * What a command pipeline is: a program of the team's own, declared so that forms, sheets, sweeps and comparisons treat
 * it like a built-in pipeline. This schema is the only description of the file; reading, help and checks derive from it.
 */
import { z } from 'zod';

const fieldName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and _, beginning with a letter');
const shortText = z.string().min(1).max(200);
const longText = z.string().max(4_000);
/** Entries may be written without anything, for what needs no more than its name. */
const orEmpty = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? {}, schema);

const inputSchema = z.strictObject({
  title: shortText.optional(),
  description: longText.default(''),
  kind: z.enum(['file', 'directory']).default('file'),
  count: z.enum(['one', 'many']).default('one'),
  optional: z.boolean().default(false),
  extensions: z
    .array(z.string().regex(/^\.[a-z0-9.]+$/, 'an ending with its dot in lower case, for example .csv'))
    .default([]),
});

const metricSourceSchema = z.strictObject({
  file: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  column: z.string().min(1).optional(),
  row: z.enum(['first', 'last']).default('last'),
  pattern: z.string().min(1).max(500).optional(),
});

const metricSchema = z.strictObject({
  title: shortText.optional(),
  unit: z.string().min(1).max(40).default('1'),
  direction: z.enum(['minimize', 'maximize']).nullable().default(null),
  description: longText.default(''),
  optional: z.boolean().default(false),
  from: metricSourceSchema.optional(),
});

const artifactRoles = ['preview', 'result', 'report', 'data'] as const;
const artifactSchema = z.strictObject({
  pattern: z.string().min(1).max(200),
  title: shortText.optional(),
  role: z.enum(artifactRoles).default('result'),
});

const limitsSchema = z.strictObject({
  memoryMb: z.number().positive().max(10_000_000).optional(),
  timeS: z.number().positive().max(10_000_000).optional(),
  processes: z.int().min(1).max(100_000).default(256),
  outputMb: z.number().positive().max(10_000_000).default(10_000),
});

const containerSchema = z.strictObject({
  image: z
    .string()
    .max(500)
    .regex(/^[^\s-]\S*$/, 'an image, for example docker.io/library/python:3.12-slim'),
});

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Largest program text that may travel in a definition. */
export const maxFilesChars = 1_000_000;

export const commandSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower case words joined by -, for example flag-blurred-frames')
    .max(60),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a version in quotes, for example "1.0.0"')
    .max(40),
  title: shortText,
  summary: longText.default(''),
  command: z.array(z.string().max(10_000)).min(1).max(1_000),
  params: z.record(z.string(), z.unknown()).default({}),
  inputs: z.record(fieldName, orEmpty(inputSchema)).default({}),
  metrics: z.record(fieldName, orEmpty(metricSchema)).default({}),
  objective: fieldName.optional(),
  mainFigure: fieldName.optional(),
  artifacts: z
    .array(z.preprocess((value) => (typeof value === 'string' ? { pattern: value } : value), artifactSchema))
    .optional(),
  stages: z.array(shortText).min(1).max(50).default(['run']),
  files: z
    .record(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'a plain file name'), z.string())
    .default({}),
  workingDirectory: z.string().regex(/^\//, 'an absolute path of the workers').optional(),
  environment: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*(=[\s\S]*)?$/, 'NAME, or NAME=value'))
    .max(100)
    .default([]),
  secrets: z
    .array(z.string().regex(variableName, 'the name of an environment variable').max(100))
    .max(50)
    .default([]),
  network: z.boolean().default(false),
  container: containerSchema.optional(),
  slurm: z
    .array(z.string().regex(/^--[a-z][a-z-]*(=\S.*)?$/, 'an option of srun, for example --partition=gpu'))
    .max(50)
    .optional(),
  limits: limitsSchema.prefault({}),
});

/** A command pipeline as declared, with all defaults filled in. */
export type CommandDefinition = z.infer<typeof commandSchema>;
export type CommandLimits = CommandDefinition['limits'];
export type CommandMetric = CommandDefinition['metrics'][string];
export type MetricSource = NonNullable<CommandMetric['from']>;

/** Field names of the nested objects whose keys are fixed, by where they stand, for suggestions. */
export function knownFields(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return Object.keys(commandSchema.shape);
  if (path[0] === 'inputs') return Object.keys(inputSchema.shape);
  if (path[0] === 'metrics') return Object.keys((path.length > 2 ? metricSourceSchema : metricSchema).shape);
  if (path[0] === 'container') return Object.keys(containerSchema.shape);
  if (path[0] === 'artifacts') return Object.keys(artifactSchema.shape);
  return path[0] === 'limits' ? Object.keys(limitsSchema.shape) : [];
}
