/** A version of a template as a file: what another project or installation needs to have the same. */
import { z } from 'zod';
import { json } from '../designs/json-schema.js';

export const templateFormat = 'batchyard-template';

const sharedFileSchema = z.strictObject({
  input: z.string().min(1).max(100),
  name: z.string().min(1).max(255),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 digits 0-9, a-f'),
  sizeBytes: z.int().min(0),
  mediaType: z.string().min(1).max(200),
});

export const templateFileSchema = z.strictObject({
  format: z.literal(templateFormat),
  formatVersion: z.literal(1),
  name: z.string().trim().min(1).max(200),
  pipeline: z.strictObject({ name: z.string().min(1), version: z.string().nullable().default(null) }),
  note: z.string().max(2000).default(''),
  params: z.record(z.string(), json).default({}),
  options: z.record(z.string(), json).default({}),
  files: z.array(sharedFileSchema).max(200).default([]),
  /** Where it came from; for people, not read. */
  exported: z.strictObject({ version: z.int().min(1), by: z.string().nullable(), at: z.string() }).optional(),
});
export type TemplateFile = z.infer<typeof templateFileSchema>;

/** Where the description stands in an archive, and where a shared file does. */
export const templateEntry = 'template.json';
export const sharedFileEntry = (sha256: string) => `files/${sha256}`;
