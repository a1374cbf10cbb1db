/** The scaffold as a file: JSON whose lengths are all in the unit that it states. */
import { z } from 'zod';

const pair = z.tuple([z.number(), z.number()]);
const triple = z.tuple([z.number(), z.number(), z.number()]);
const text = z.string().trim().min(1);

const lens = z.strictObject({
  focal_x_px: z.number().positive(),
  focal_y_px: z.number().positive(),
  center_x_px: z.number(),
  center_y_px: z.number(),
  k1: z.number().default(0),
  k2: z.number().default(0),
  p1: z.number().default(0),
  p2: z.number().default(0),
  k3: z.number().default(0),
});

const camera = z.strictObject({
  width_px: z.int().min(2),
  height_px: z.int().min(2),
  lens: lens.nullable().default(null),
});

const controlPoint = z.strictObject({
  name: text,
  pixel: pair,
  world: triple,
  use: z.enum(['fit', 'check']).default('fit'),
});

const rectification = z.strictObject({
  method: z.enum(['automatic', 'scale', 'homography', 'camera']).default('automatic'),
  calibration_level: z.number().nullable().default(null),
  pixel_size: z.number().positive().default(0.02),
});

const crossSection = z.strictObject({
  start: pair,
  end: pair,
  start_station: z.number().default(0),
  start_bank: z.enum(['left', 'right']).default('left'),
  points: z.array(pair).min(2, { error: 'at least two points [station, elevation]' }),
});

const search = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lines'),
    stations: z.array(z.number()).min(1).nullable().default(null),
    count: z.int().min(2).max(1000).default(25),
    length: z.number().positive(),
    skew_deg: z.number().min(-80).max(80).default(0),
  }),
  z.strictObject({
    kind: z.literal('grid'),
    spacing: z.number().positive(),
    window: z.number().positive(),
  }),
]);

/** Schema of the file. Pixels count from the upper left corner: the centre of the first one is (0.5, 0.5). */
export const scaffoldFile = z.strictObject({
  format: z.literal('batchyard-river-scaffold'),
  version: z.literal(1),
  title: z.string().default(''),
  units: z.enum(['m', 'ft'], { error: 'm or ft, the unit of all lengths in the file' }),
  display_units: z.enum(['m', 'ft']).optional(),
  camera,
  control_points: z.array(controlPoint),
  rectification: rectification.prefault({}),
  cross_section: crossSection,
  search,
  region_of_interest: z.array(pair).min(3, { error: 'at least three corners' }).nullable().default(null),
  frame_step: z.int().min(1).default(1),
  alpha: z.number().gt(0, { error: 'above 0' }).max(1, { error: 'at most 1' }).default(0.85),
  max_speed: z.number().positive().default(10),
});

export type ScaffoldFile = z.infer<typeof scaffoldFile>;
