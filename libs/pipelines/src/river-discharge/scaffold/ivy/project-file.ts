/** `project_data.json` of an .ivy project, as far as a scaffold needs it. */
import { z } from 'zod';

const numbers = z.array(z.number());

/** Text that holds JSON is read as what it holds. */
const jsonText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const line = z.preprocess(
  jsonText,
  z
    .array(z.array(z.tuple([z.number(), z.number()])).min(2), {
      error: 'the line as [[[x1, y1], [x2, y2]]] in pixels of the rectified picture',
    })
    .min(1),
);

const parameters = z.object({
  pixel_coords: z.array(numbers.min(2)).min(2),
  world_coords: z.array(numbers.min(2)).min(2),
  extent: numbers.length(4).nullish(),
  pad_x: z.number().nullish(),
  pad_y: z.number().nullish(),
  water_surface_elev: z.number(),
});

/** Lengths are metres, whatever `display_units` says; that is only what people see and give water levels in. */
export const ivyProject = z.object({
  rectification_method: z.enum(['homography', 'camera matrix', 'scale']),
  rectification_parameters: parameters,
  cross_section_line: line,
  bathymetry_ac3_filename: z.string().trim().min(1),
  number_grid_points_along_xs_line: z.int().min(3).max(1000).nullish(),
  /** In pixels of the rectified picture, where the project keeps them. */
  grid_points: z.preprocess(
    jsonText,
    z
      .array(z.tuple([z.number(), z.number()]))
      .min(1)
      .nullish(),
  ),
  pixel_ground_scale_distance_m: z.number().positive().nullish(),
  ortho_pixel_gsd: z.number().positive().nullish(),
  stiv_search_line_length_m: z.number().positive(),
  stiv_phi_origin: z.number(),
  stiv_phi_range: z.number().min(0),
  stiv_dphi: z.number().positive(),
  stiv_num_pixels: z.number().positive(),
  stiv_gaussian_blur_sigma: z.number().min(0).nullish(),
  stiv_max_vel_threshold_mps: z.number().positive().nullish(),
  is_ortho_flip_x: z.boolean().nullish(),
  is_ortho_flip_y: z.boolean().nullish(),
  display_units: z.string().nullish(),
  cross_section_start_bank: z.enum(['left', 'right']).nullish(),
  title: z.string().nullish(),
});

export type IvyProject = z.infer<typeof ivyProject>;

/** Size of a pixel on the water in metres; null where the project does not say. */
export function pixelSizeOf({ ortho_pixel_gsd, pixel_ground_scale_distance_m }: IvyProject): number | null {
  return ortho_pixel_gsd ?? pixel_ground_scale_distance_m ?? null;
}
