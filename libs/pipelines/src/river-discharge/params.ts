/** What differs from video to video of one site; all else is in the scaffold. */
import { z } from 'zod';
import { parseVideoTime } from './video/time-of-video.js';

const time = (title: string, description: string, aliases: readonly string[]) =>
  z
    .union([z.number().min(0), z.string()])
    .nullable()
    .default(null)
    .refine((value) => typeof value !== 'string' || parseVideoTime(value) !== null, {
      error: 'seconds, mm:ss or hh:mm:ss',
    })
    .meta({
      title,
      description: `${description} In seconds, mm:ss or hh:mm:ss, decimals allowed.`,
      unit: 's',
      format: 'time-span',
      aliases,
    });

/** Schema of the parameters; the water level must be given. */
export const riverDischargeParams = z.strictObject({
  water_level: z.number().meta({
    title: 'Water level',
    description:
      'Elevation of the water surface in the datum of the survey, in the unit that water_level_unit says.',
    aliases: ['water_surface_elevation', 'wse', 'stage'],
  }),
  water_level_unit: z
    .enum(['scaffold', 'm', 'ft'])
    .default('scaffold')
    .meta({
      title: 'Unit of the water level',
      description: 'scaffold: the unit that the scaffold is shown in; m: metres; ft: feet of 0.3048 m.',
      aliases: ['water_surface_elevation_unit', 'wse_unit', 'stage_unit'],
    }),
  alpha: z.number().gt(0, { error: 'above 0' }).max(1, { error: 'at most 1' }).nullable().default(null).meta({
    title: 'Alpha',
    description: 'Mean velocity of a vertical over its surface velocity. Not given: as the scaffold says.',
    unit: '1',
  }),
  start_time: time('Start', 'Where in the video to begin. Not given: at its beginning.', ['start']),
  end_time: time('End', 'Where in the video to stop. Not given: at its end.', ['end']),
  frame_step: z.int().min(1).nullable().default(null).meta({
    title: 'Frame step',
    description: 'Every so many-th frame is used. Not given: as the scaffold says.',
    unit: 'frames',
  }),
  max_frames: z.int().min(2).nullable().default(null).meta({
    title: 'Most frames',
    description: 'At most so many frames are used, after the step. Not given: all.',
    unit: 'frames',
  }),
  frame_rate: z.number().gt(0).max(100_000).nullable().default(null).meta({
    title: 'Frame rate',
    description: 'True frames a second, where the camera states another rate. Not given: as the file says.',
    unit: '1/s',
  }),
  velocity_method: z
    .enum(['scaffold', 'structure-tensor', 'spectrum', 'autocorrelation', 'classic', 'cross-correlation'])
    .default('scaffold')
    .meta({
      title: 'Velocity method',
      description:
        'scaffold: autocorrelation along search lines, cross-correlation on a grid. Along lines, the slope of the ' +
        'streaks in a space-time image is found by the structure tensor, the two-dimensional spectrum, the ' +
        'two-dimensional autocorrelation, or as first published, in half degrees of slope (classic). ' +
        'cross-correlation follows windows from frame to frame.',
    }),
  discharge_method: z
    .enum(['mid-section', 'mean-section', 'published'])
    .default('mid-section')
    .meta({
      title: 'Discharge method',
      description:
        'How verticals become a discharge (ISO 748). published: mid-section with depths as an earlier tool has them, ' +
        'which go below zero at vertical walls; for comparison with its results only.',
    }),
  gap_filling: z
    .enum(['froude', 'log-law', 'none'])
    .default('froude')
    .meta({
      title: 'Gap filling',
      description:
        'How verticals without a velocity are filled from their neighbours: by a Froude number, by a logarithmic law, ' +
        'or not at all. Filled ones are marked.',
    }),
  measurement_date: z
    .string()
    .default('')
    .meta({
      title: 'Date',
      description: 'When the video was taken, as it is to stand in the results.',
      aliases: ['date'],
    }),
  comment: z
    .string()
    .default('')
    .meta({ title: 'Comment', description: 'Stands in the results.', aliases: ['comments'] }),
  keep_frames: z
    .boolean()
    .default(false)
    .meta({
      title: 'Keep frames',
      description:
        'Keeps the grey frames that were read as PNG files in the folder frames beside the results, also after a ' +
        'failure; on a server among the temporary files, where a batch keeps these. Usually no frame is written.',
      aliases: ['keep_temp'],
    }),
});

export type RiverDischargeParams = z.infer<typeof riverDischargeParams>;

/** Seconds of a time parameter. */
export function secondsOf(value: number | string | null): number | null {
  return typeof value === 'string' ? parseVideoTime(value) : value;
}
