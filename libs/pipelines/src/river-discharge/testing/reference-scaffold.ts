import type { ScaffoldFileInput } from '../scaffold/scaffold-file.js';
import { readControlPoints } from './control-points.js';
import { readCsv, readJson } from './reference.js';

/** The scaffold of a reference video: camera from its control points, a search line at each given station. */
export function referenceScaffold(video: string): ScaffoldFileInput {
  const input = readJson<{ width: number; height: number; alpha: number; search_line_length_m: number }>(
    video,
    'input.json',
  );
  const points = readControlPoints(video);
  const ofUse = (use: 'fit' | 'check') =>
    points[use].map(({ name, pixel, world }) => ({
      name,
      pixel: [...pixel] as [number, number],
      world: [...world] as [number, number, number],
      use,
    }));
  const survey = readCsv(video, 'cross_section.csv');
  return {
    format: 'batchyard-river-scaffold',
    version: 1,
    title: video,
    units: 'm',
    camera: { width_px: input.width, height_px: input.height, lens: null },
    control_points: [...ofUse('fit'), ...ofUse('check')],
    rectification: { method: 'automatic', calibration_level: null, pixel_size: 0.02 },
    cross_section: {
      start: [0, 0],
      end: [1, 0],
      start_station: 0,
      start_bank: 'left',
      points: survey.map(({ station_m, bed_elevation_m }) => [station_m!, bed_elevation_m!]),
    },
    search: {
      kind: 'lines',
      stations: readCsv(video, 'stations.csv').map(({ station_m }) => station_m!),
      count: 25,
      length: input.search_line_length_m,
      skew_deg: 0,
    },
    region_of_interest: null,
    frame_step: 1,
    alpha: input.alpha,
    max_speed: 10,
  };
}
