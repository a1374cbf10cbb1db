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

const lines = z.strictObject({
  kind: z.literal('lines'),
  /** Where they cross the section; null: `count` of them, evenly over the water. */
  stations: z.array(z.number()).min(1).nullable().default(null),
  count: z.int().min(2).max(1000).default(25),
  length: z.number().positive(),
  /** From straight downstream towards the far bank. */
  skew_deg: z.number().min(-80).max(80).default(0),
  /** Clockwise from the y axis of the world, instead of downstream and skew. */
  direction_deg: z.number().min(-360).max(360).nullable().default(null),
  /** Directions up to so far to both sides are tried, and the one of the clearest streaks is taken; 0: that one alone. */
  direction_range_deg: z.number().min(0).max(90).default(0),
  direction_step_deg: z.number().min(0.1).max(45).default(1),
  /** Frames are smoothed along the line before anything else, by a Gaussian of so many samples; 0: not at all. */
  blur_sigma_px: z.number().min(0).max(50).default(0),
  /** Samples along the line over which patterns are compared with themselves; null: all. */
  correlation_px: z.int().min(8).nullable().default(null),
});

const grid = z.strictObject({
  kind: z.literal('grid'),
  /** Centres of the windows in the world; null: rows of them along the section, `spacing` apart. */
  points: z.array(pair).min(1).max(10_000).nullable().default(null),
  spacing: z.number().positive(),
  /** Side of a window. */
  window: z.number().positive(),
  /** Rows along the section, the middle one on it. */
  rows: z.int().min(1).max(99).default(3),
});

const search = z.discriminatedUnion('kind', [lines, grid]);

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

/** As people and programs write it: what has a default may be left out. */
export type ScaffoldFileInput = z.input<typeof scaffoldFile>;
