/** The vocabulary of a project: what its annotations may say. One document, changed as a whole. */
import { z } from 'zod';

export const severities = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof severities)[number];

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'Expected letters, digits, _, - and ., with a letter first.')
  .max(100);
const title = z.string().trim().min(1).max(200);

const levelSchema = z.strictObject({
  name: name.describe('Unique: `embryo`'),
  title,
  idPattern: z
    .string()
    .max(500)
    .optional()
    .describe('Regular expression that names of subjects of the level must match'),
});

const termSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('Unique in its kind: `DEAD`'),
  title,
  colour: z.string().regex(/^#[0-9a-f]{6}$/i, 'Expected a colour such as #1a9e77.'),
  key: z
    .string()
    .regex(/^[a-z0-9]$/, 'Expected one lower-case letter or digit.')
    .nullable()
    .default(null)
    .describe('Key that sets it on the annotate page'),
  exclusive: z.boolean().default(false).describe('No other term of the kind on the same frame'),
  terminal: z
    .boolean()
    .default(false)
    .describe('Also on all later frames, with no other term of the kind there'),
  landmark: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'Expected lower-case letters, digits and _.')
    .max(50)
    .nullable()
    .default(null)
    .describe('Landmark at the first frame that has the term'),
  severity: z.enum(severities).optional().describe('Where none is given; of the kind otherwise'),
});

const detailSchema = z.strictObject({
  name: name.describe('Key in the detail of an annotation: `zygosity`'),
  title,
  type: z.enum(['text', 'number', 'boolean']),
  choices: z.array(z.string().min(1).max(100)).min(1).nullable().default(null).describe('Allowed texts'),
  unit: z.string().max(30).nullable().default(null),
});

const kindSchema = z.strictObject({
  name: name.describe('Unique: `phenotype`'),
  title,
  level: name.describe('Level of the subjects it is about'),
  scope: z.enum(['frames', 'subject']).describe('About frames, or about the subject itself'),
  onePerSubject: z.boolean().default(false).describe('A subject has at most one statement of the kind'),
  freeText: z.boolean().default(false).describe('Values outside the terms are allowed'),
  emptyValue: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .describe('What frames have while nothing is stated; assigning it takes statements away'),
  confidence: z.enum(['none', 'optional', 'required']).default('optional'),
  severities: z.array(z.enum(severities)).min(1).nullable().default(null).describe('null: it has none'),
  defaultSeverity: z.enum(severities).nullable().default(null),
  details: z
    .array(detailSchema)
    .default([])
    .describe('Checked fields of the detail; others are kept as they are'),
  terms: z.array(termSchema).max(500).default([]),
});

export const vocabularySchema = z.strictObject({
  levels: z.array(levelSchema).min(1).max(10).describe('From the top of the tree to its leaves'),
  kinds: z.array(kindSchema).max(50),
});

export type Vocabulary = z.output<typeof vocabularySchema>;
/** What may be left out has its default after parsing. */
export type VocabularyInput = z.input<typeof vocabularySchema>;
export type VocabularyLevel = Vocabulary['levels'][number];
export type VocabularyKind = Vocabulary['kinds'][number];
export type VocabularyTerm = VocabularyKind['terms'][number];
export type VocabularyDetail = VocabularyKind['details'][number];
