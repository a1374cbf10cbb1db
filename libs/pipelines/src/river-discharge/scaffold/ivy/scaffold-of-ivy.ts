/** What an .ivy project says, as a scaffold file in metres. */
import type { Problem } from '../../../contract.js';
import { readSection, wetSection } from '../../discharge/index.js';
import type { ScaffoldFileInput } from '../scaffold-file.js';
import type { IvyProject } from './project-file.js';
import type { MatSurvey } from './survey-of-mat.js';

export interface FrameSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ConvertedIvy {
  readonly file: ScaffoldFileInput;
  readonly warnings: readonly Problem[];
}

/** What a line drawn by hand may differ from the width of the water that it stands for. */
const lineTolerance = 0.05;

/**
 * Where the project lays its line over the water's edges at the level of its calibration, the section's stations are
 * measured from there; direction, range and step of the search are the same, clockwise from the top of the picture.
 */
export function scaffoldOfIvy(
  project: IvyProject,
  survey: MatSurvey,
  frame: FrameSize,
  gsdM: number,
): ConvertedIvy {
  const toWorld = groundOf(project, gsdM);
  const corners = project.cross_section_line[0]!;
  const [start, end] = [toWorld(corners[0]!), toWorld(corners.at(-1)!)];
  const levelM = project.rectification_parameters.water_surface_elev;
  const edges = edgesAt(survey, levelM);
  const file: ScaffoldFileInput = {
    format: 'batchyard-river-scaffold',
    version: 1,
    title: project.title ?? '',
    units: 'm',
    display_units: /^(english|ft|feet|imperial)/i.test(project.display_units ?? '') ? 'ft' : 'm',
    camera: { width_px: frame.widthPx, height_px: frame.heightPx },
    control_points: controlPoints(project, gsdM),
    rectification: {
      method: methods[project.rectification_method],
      calibration_level: project.rectification_method === 'camera matrix' ? null : levelM,
      pixel_size: gsdM,
    },
    cross_section: {
      start,
      end,
      start_station: edges.startM,
      start_bank: project.cross_section_start_bank ?? 'left',
      points: survey.points.map(({ stationM, elevationM }) => [stationM, elevationM]),
    },
    search: searchOf(project, start, end, edges.startM, toWorld),
    max_speed: project.stiv_max_vel_threshold_mps ?? 10,
  };
  return { file, warnings: widthWarning(Math.hypot(end[0] - start[0], end[1] - start[1]), edges) };
}

const methods = { homography: 'homography', 'camera matrix': 'camera', scale: 'scale' } as const;

type Pair = [number, number];

/** From pixels of the rectified picture to the world: y upwards, unless the project mirrors it. */
function groundOf(project: IvyProject, gsdM: number): (pixel: readonly number[]) => Pair {
  const { extent, world_coords: world, pad_x, pad_y } = project.rectification_parameters;
  if (project.rectification_method === 'scale') return ([u, v]) => [u! * gsdM, -v! * gsdM];
  const xs = world.map(([x]) => x!);
  const ys = world.map(([, y]) => y!);
  const [padX, padY] = [(pad_x ?? 0) * gsdM, (pad_y ?? 0) * gsdM];
  const [minX, maxX, minY, maxY] = extent ?? [
    Math.min(...xs) - padX,
    Math.max(...xs) + padX,
    Math.min(...ys) - padY,
    Math.max(...ys) + padY,
  ];
  return ([u, v]) => [
    project.is_ortho_flip_x ? maxX! - (u! + 0.5) * gsdM : minX! + (u! + 0.5) * gsdM,
    project.is_ortho_flip_y ? minY! + (v! + 0.5) * gsdM : maxY! - (v! + 0.5) * gsdM,
  ];
}

/** Of a scale the world is the picture itself, in metres. */
function controlPoints(project: IvyProject, gsdM: number): ScaffoldFileInput['control_points'] {
  const { pixel_coords, world_coords, water_surface_elev: levelM } = project.rectification_parameters;
  const isScale = project.rectification_method === 'scale';
  return pixel_coords.map(([u, v], i) => {
    const [x, y, z = levelM] = world_coords[i] ?? [];
    return {
      name: `GCP ${i + 1}`,
      pixel: [u!, v!],
      world: isScale ? [u! * gsdM, -v! * gsdM, levelM] : [x!, y!, z],
    };
  });
}

function edgesAt(
  { points }: MatSurvey,
  levelM: number,
): { readonly startM: number; readonly widthM: number | null } {
  const { section } = readSection(points);
  const wetted = section && wetSection(section, levelM).wetted;
  // Without water at that level the whole survey stands for the line, as in the tool itself.
  if (!wetted) return { startM: Math.min(...points.map(({ stationM }) => stationM)), widthM: null };
  return { startM: wetted.startEdgeM, widthM: wetted.endEdgeM - wetted.startEdgeM };
}

/**
 * Points that are kept with the project become stations. Without them there are `n` on the line, ends included: the
 * ends are the edges of the water, which every section has anyway, so that n - 2 remain.
 */
function searchOf(
  project: IvyProject,
  start: Pair,
  end: Pair,
  startM: number,
  toWorld: (pixel: readonly number[]) => Pair,
): ScaffoldFileInput['search'] {
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]) || 1;
  const along = ([x, y]: Pair) =>
    startM + ((x - start[0]) * (end[0] - start[0]) + (y - start[1]) * (end[1] - start[1])) / length;
  return {
    kind: 'lines',
    stations: project.grid_points?.map((point) => along(toWorld(point))) ?? null,
    count: Math.max(2, (project.number_grid_points_along_xs_line ?? 25) - 2),
    length: project.stiv_search_line_length_m,
    direction_deg: unflipped(project),
    direction_range_deg: Math.min(90, project.stiv_phi_range),
    direction_step_deg: project.stiv_dphi,
    blur_sigma_px: project.stiv_gaussian_blur_sigma ?? 0,
    correlation_px: Math.max(8, Math.round(project.stiv_num_pixels)),
  };
}

/** The project's directions are those of its picture, which may be mirrored. */
function unflipped({ stiv_phi_origin: degrees, is_ortho_flip_x, is_ortho_flip_y }: IvyProject): number {
  const sideways = is_ortho_flip_x ? 360 - degrees : degrees;
  const upright = is_ortho_flip_y ? 180 - sideways : sideways;
  return ((upright % 360) + 360) % 360;
}

function widthWarning(lineM: number, { widthM }: { readonly widthM: number | null }): Problem[] {
  if (widthM === null || Math.abs(lineM / widthM - 1) <= lineTolerance) return [];
  const [drawn, surveyed] = [lineM, widthM].map((metres) => `${metres.toFixed(2)} m`);
  return [
    {
      code: 'LINE_NOT_AS_WIDE',
      severity: 'warning',
      message: `The line of the cross-section is ${drawn} long, but the water is ${surveyed} wide at the level of the calibration: stations lie off.`,
      place: { parameter: 'cross_section_line' },
      value: drawn,
      expectation: surveyed,
      fix: 'Check the ends of the line, the level and the units of the survey.',
    },
  ];
}
