/** The sample river as an .ivy project, which keeps no picture of its camera. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exampleRiver, sampleLevelM, sampleScaffold } from '../sample.js';
import { zipOf } from './zip.js';

/** Bytes of the archive. */
export function sampleIvy(): Uint8Array {
  const points = sampleScaffold(exampleRiver).control_points;
  const project = {
    rectification_method: 'camera matrix',
    rectification_parameters: {
      pixel_coords: points.map(({ pixel }) => pixel),
      world_coords: points.map(({ world }) => world),
      extent: [0, 6, -2.5, 2.5],
      water_surface_elev: sampleLevelM,
    },
    // Water stands from 0.2778 m to 5.7222 m.
    cross_section_line: JSON.stringify([
      [
        [5.0556, 49.5],
        [113.944, 49.5],
      ],
    ]),
    bathymetry_ac3_filename: 'survey-sample.mat',
    number_grid_points_along_xs_line: 7,
    pixel_ground_scale_distance_m: 0.05,
    stiv_search_line_length_m: 4,
    stiv_phi_origin: 0,
    stiv_phi_range: 4,
    stiv_dphi: 2,
    stiv_num_pixels: 40,
    extraction_timestep_ms: 1000,
    display_units: 'Metric',
  };
  const survey = readFileSync(path.resolve(import.meta.dirname, 'fixtures/survey-sample.mat'));
  return zipOf({ 'project_data.json': JSON.stringify(project), '5-discharge/survey-sample.mat': survey });
}
