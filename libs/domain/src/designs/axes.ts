/** What a design varies: axes of one parameter, and groups of entries that count as one. */
import type { Json } from '@batchyard/pipelines';
import { z } from 'zod';
import { json } from './json-schema.js';
import type { JsonObject } from './paths.js';

export const distributions = ['uniform', 'log_uniform', 'integer', 'step', 'categorical'] as const;
export type Distribution = (typeof distributions)[number];

/** How the entries of a group combine; `rows` is a table of settings. */
export const groupKinds = ['grid', 'zip', 'rows', 'random', 'latin_hypercube', 'sobol'] as const;
export type GroupKind = (typeof groupKinds)[number];

// Axis and AxisGroup are types, not interfaces, so that they count as JSON.

/** One parameter: explicit values, or a range that values are taken from. */
export type Axis = {
  /** Dotted path, for example `weights.lambda_rigid`. */
  readonly parameter: string;
  readonly values?: readonly Json[];
  /** Absent beside `values`: categorical. */
  readonly distribution?: Distribution;
  readonly min?: number;
  /** Included. */
  readonly max?: number;
  /** Distance of neighbouring values, of distribution step. */
  readonly step?: number;
  /** Values evenly spaced on the scale of the range, for kinds that try every value. */
  readonly levels?: number;
  /** Where this is false, the axis is left out. */
  readonly when?: string;
};

/** Several entries that stand in a design as one. */
export type AxisGroup = {
  readonly kind: GroupKind;
  readonly axes?: readonly AxisEntry[];
  /** Of kind rows: parameter paths and values that belong together. */
  readonly rows?: readonly JsonObject[];
  /** Settings that a drawn group has. */
  readonly samples?: number;
  readonly when?: string;
};

export type AxisEntry = Axis | AxisGroup;

export function isGroup(entry: AxisEntry): entry is AxisGroup {
  return 'kind' in entry && entry.kind !== undefined;
}

/** Longest expression of `where` and `when`, in characters. */
export const maxExpressionLength = 2_000;
/** Groups within groups. */
export const maxGroupDepth = 3;
export const maxEntries = 24;
const maxValues = 100_000;

const expressionSchema = z.string().min(1).max(maxExpressionLength);

/** All fields that an entry may have; which of them belong together is checked by `checkEntries`. */
const entryFields = z.strictObject({
  parameter: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Dotted path of a parameter, for example weights.lambda_rigid'),
  values: z
    .array(json)
    .min(1, 'An axis needs at least one value.')
    .max(maxValues)
    .optional()
    .describe('Values to try, in order'),
  distribution: z.enum(distributions).optional().describe('How values between min and max are taken'),
  min: z.number().optional().describe('Least value of the range'),
  max: z.number().optional().describe('Largest value of the range, included'),
  step: z.number().positive().optional().describe('Distance of neighbouring values'),
  levels: z.int().min(1).max(maxValues).optional().describe('Values evenly spaced over the range'),
  when: expressionSchema.optional().describe('Condition under which the axis is varied at all'),
  kind: z.enum(groupKinds).optional().describe('Makes the entry a group; says how its axes combine'),
  get axes() {
    return z.array(entryFields).max(maxEntries).optional().describe('Entries of a group');
  },
  rows: z.array(z.record(z.string(), json)).min(1).max(maxValues).optional().describe('Table of settings'),
  samples: z.int().min(1).max(maxValues).optional().describe('Settings drawn for a group'),
});

/** Names of all fields of an axis or group. */
export const entryFieldNames: readonly string[] = Object.keys(entryFields.shape);

/** An axis or a group. Its rules between fields are checked with the whole design. */
export const axisEntrySchema = entryFields as unknown as z.ZodType<AxisEntry, AxisEntry>;
