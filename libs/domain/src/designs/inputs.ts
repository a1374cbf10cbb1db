/** What a design is tried on: input sets with metadata, and folds for cross-validation. */
import { z } from 'zod';
import { metadataSchema } from './json-schema.js';
import type { JsonObject } from './paths.js';

/** Input name → one reference or several. */
export const inputReferenceSchema = z.record(
  z.string(),
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
);
export type InputReference = z.infer<typeof inputReferenceSchema>;

/** The long form of an input set. Whoever has an input named files can write only the long form. */
export const describedInputsSchema = z.strictObject({
  files: inputReferenceSchema,
  name: z.string().trim().min(1).max(200).optional().describe('Shown instead of the file name'),
  metadata: metadataSchema.optional().describe('Facts given to each job on this input, unchanged'),
});
export type DescribedInputs = z.infer<typeof describedInputsSchema>;

export const inputSetSchema = z.union([inputReferenceSchema, describedInputsSchema]);
/** References by input name, alone or with a name and metadata. */
export type InputSet = z.infer<typeof inputSetSchema>;

export const crossValidationSchema = z.strictObject({
  folds: z.int().min(2, 'Cross-validation needs at least 2 folds.').describe('Parts of the inputs'),
  shuffle: z.boolean().default(false).describe('Deal the inputs out in an order drawn by the seed'),
  stratifyBy: z
    .string()
    .min(1)
    .optional()
    .describe('Metadata field whose values are spread evenly over the folds'),
});
export type CrossValidation = z.infer<typeof crossValidationSchema>;

/** The long form of an input set, whichever was written. */
export function describeInputs(set: InputSet): DescribedInputs {
  return isDescribed(set) ? set : { files: set };
}

function isDescribed(set: InputSet): set is DescribedInputs {
  const { files } = set;
  return typeof files === 'object' && !Array.isArray(files);
}

/** The same set with other references. */
export function withFiles(set: InputSet, files: InputReference): InputSet {
  return isDescribed(set) ? { ...set, files } : files;
}

/** Metadata of an input set; empty where it has none. */
export function metadataOf(set: InputSet): JsonObject {
  return describeInputs(set).metadata ?? {};
}
