/** The parameters of flag detection: what all detectors share here, and one group for each detector of the registry. */
import { z } from 'zod';
import { detectors } from './detectors/registry.js';

const names = detectors.map((detector) => detector.name);

const column = (heading: string, title: string, description: string) =>
  z.string().min(1).default(heading).meta({ title, description });

const images = z
  .strictObject({
    smoothing: z.number().min(0.3).max(20).default(1).meta({
      title: 'Smoothing',
      description:
        'Standard deviation of the Gaussian before sharpness is measured, which keeps noise out of it.',
      unit: 'px',
    }),
    white_level: z.int().min(1).max(65_535).nullable().default(null).meta({
      title: 'White level',
      description:
        'Value of white, for example 4095 for a camera of 12 bits. Not given: the largest of the file.',
      unit: '1',
    }),
  })
  .prefault({})
  .meta({ title: 'Images', description: 'How frames are measured.' });

const table = z
  .strictObject({
    subject_column: column('subject', 'Subject', 'Heading of the column with the id of the subject.'),
    frame_column: column('frame', 'Frame', 'Heading of the column with the frame number.'),
    size_column: column('area', 'Size', 'Heading of the column that outliers in size are looked for in.'),
    x_column: column('x', 'Position x', 'Heading of the column with the first coordinate of the position.'),
    y_column: column('y', 'Position y', 'Heading of the column with the second coordinate of the position.'),
  })
  .prefault({})
  .meta({ title: 'Table', description: 'Which columns of a table of measurements are read.' });

export interface FlagDetectionParams {
  /** Names of detectors; empty: all that the inputs have the measures for. */
  readonly detectors: readonly string[];
  /** Ids of frames, subjects, videos or experiments; empty: all. */
  readonly entities: readonly string[];
  readonly images: z.infer<typeof images>;
  readonly table: z.infer<typeof table>;
  /** The thresholds of each detector under its name. */
  readonly [detector: string]: unknown;
}

export const flagDetectionParams = z.strictObject({
  detectors: z
    .array(z.enum(names as [string, ...string[]]))
    .default([])
    .meta({
      title: 'Detectors',
      description: `Which detectors run (${names.join(', ')}). Empty: all that the inputs have the measures for.`,
    }),
  entities: z.array(z.string().min(1)).default([]).meta({
    title: 'Only these',
    description: 'Ids of the frames, subjects, videos or experiments to check. Empty: all of the inputs.',
  }),
  images,
  table,
  ...Object.fromEntries(
    detectors.map(({ name, title, summary, params }) => [
      name,
      params.prefault({}).meta({ title, description: summary }),
    ]),
  ),
}) as unknown as z.ZodType<FlagDetectionParams>;
