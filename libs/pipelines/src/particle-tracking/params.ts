/** The parameters of particle tracking. What is not given is taken from the experiment directory. */
import { z } from 'zod';

/** A number may be written as text, as older scripts do; forms see a number alone. */
const frame = (title: string, description: string) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
      z.int().min(0).nullable(),
    )
    .default(null)
    .meta({ title, description, unit: 'frame', default: null });

const given = (title: string, unit: string, description: string) =>
  z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .meta({ title, description: `${description} Not given: as the experiment says.`, unit });

const switchOf = (title: string, description: string) =>
  z
    .enum(['as_given', 'on', 'off'])
    .default('as_given')
    .meta({ title, description: `${description} as_given: as the experiment says.` });

const preprocess = z
  .strictObject({
    high_pass: switchOf(
      'High-pass',
      'Whether the mean of 51 × 51 pixels around it is taken from each pixel before detection.',
    ),
    background: z
      .enum(['none', 'minimum', 'mean'])
      .default('none')
      .meta({
        title: 'Background',
        description:
          'What is taken from each picture first: nothing, or for each pixel its least or its mean grey over ' +
          'background_frames frames spread over the whole sequence.',
      }),
    background_frames: z.int().min(1).max(1000).default(20).meta({
      title: 'Frames of the background',
      description: 'Number of frames that the background is taken from.',
      unit: 'frames',
    }),
    masks: z.array(z.string().min(1)).default([]).meta({
      title: 'Masks',
      description:
        'One picture a camera within the directory; where it is black, nothing is detected. None given: no masks.',
    }),
  })
  .prefault({})
  .meta({ title: 'Before detection', description: 'What is done to the pictures.' });

const detection = z
  .strictObject({
    targets: z
      .enum(['as_given', 'detect', 'stored'])
      .default('as_given')
      .meta({
        title: 'Targets',
        description:
          'detect: find them in the pictures; stored: take the files of targets beside them. as_given: as the ' +
          'experiment says.',
      }),
    thresholds: z.array(z.number().min(0).max(255)).max(4).nullable().default(null).meta({
      title: 'Thresholds',
      description: 'Grey that pixels of a target must exceed, one a camera, or one for all.',
      unit: 'grey',
    }),
    discontinuity: given('Discontinuity', 'grey', 'By how much grey may rise from the peak outwards.'),
    min_pixels: given('Fewest pixels', 'px', 'Pixels of the smallest target.'),
    max_pixels: given('Most pixels', 'px', 'Pixels of the largest target.'),
    min_width: given('Least width', 'px', 'Width of the narrowest target.'),
    max_width: given('Most width', 'px', 'Width of the widest target.'),
    min_height: given('Least height', 'px', 'Height of the lowest target.'),
    max_height: given('Most height', 'px', 'Height of the highest target.'),
    min_grey_sum: given('Least sum of grey', 'grey', 'Sum of grey that a target must exceed.'),
  })
  .prefault({})
  .meta({ title: 'Detection', description: 'What counts as a target.' });

const correspondence = z
  .strictObject({
    seen_by: z
      .enum(['as_given', 'any_cameras', 'all_cameras'])
      .default('as_given')
      .meta({
        title: 'Seen by',
        description:
          'any_cameras: particles that at least two cameras see; all_cameras: only those that all see. as_given: as ' +
          'the experiment says.',
      }),
    band_mm: given('Band', 'mm', 'Distance from the epipolar line, on the sensor.'),
    min_pixel_ratio: given('Ratio of pixels', '1', 'Smaller over larger number of pixels.'),
    min_width_ratio: given('Ratio of widths', '1', 'Smaller over larger width.'),
    min_height_ratio: given('Ratio of heights', '1', 'Smaller over larger height.'),
    min_grey_ratio: given('Ratio of grey sums', '1', 'Smaller over larger sum of grey; must be exceeded.'),
    min_score: given('Least score', '1', 'Score that a group of targets must exceed.'),
  })
  .prefault({})
  .meta({ title: 'Correspondence', description: 'When targets of several cameras are one particle.' });

const tracking = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      title: 'Track',
      description: 'Whether particles are linked from frame to frame; else they are only located.',
    }),
    max_step_mm: given('Greatest step', 'mm/frame', 'Greatest step along each axis, either way.'),
    max_angle_gon: given('Greatest angle', 'gon', 'Greatest change of direction; 400 gon are a full turn.'),
    max_acceleration_mm: given('Greatest acceleration', 'mm/frame²', 'Greatest change of the step.'),
    add_particles: switchOf(
      'Add particles',
      'Whether tracks are continued by particles that only targets without a particle speak for.',
    ),
    backward: z.boolean().default(false).meta({
      title: 'Backward too',
      description: 'Whether beginnings of tracks are then sought backwards from the last frame.',
    }),
  })
  .prefault({})
  .meta({ title: 'Tracking', description: 'How particles may move.' });

/** Schema of all parameters; `{}` takes everything from the experiment directory. */
export const particleTrackingParams = z.strictObject({
  first_frame: frame('First frame', 'First frame to be processed. Not given: as the experiment says.'),
  last_frame: frame('Last frame', 'Last frame to be processed, included. Not given: as the experiment says.'),
  repetitions: z
    .int({ error: 'a whole number' })
    .min(1, { error: 'Repetitions must be >= 1' })
    .max(1000)
    .default(1)
    .meta({
      title: 'Repetitions',
      description: 'Runs everything so many times, for timing; the files are those of the last time.',
      unit: '1',
    }),
  preprocess,
  detection,
  correspondence,
  tracking,
});

/** Parsed parameters of particle tracking. */
export type ParticleTrackingParams = z.infer<typeof particleTrackingParams>;
