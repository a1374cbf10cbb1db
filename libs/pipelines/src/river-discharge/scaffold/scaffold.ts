/** All that stays the same from video to video of one site. Metres, seconds and pixels throughout. */
import type { Bank } from '../discharge/index.js';
import type { Lens } from '../rectification/lens.js';
import type { ControlPoint, PixelPoint, PlanePoint } from '../rectification/points.js';
import type { CameraFacts, RectificationMethod } from '../rectification/rectification.js';
import type { ScaffoldFile } from './scaffold-file.js';
import { type LengthUnit, metresPer } from './units.js';

export interface Scaffold {
  readonly title: string;
  /** What people see beside metres, and what water levels are in unless they say otherwise. */
  readonly displayUnits: LengthUnit;
  readonly camera: CameraFacts;
  readonly controlPoints: readonly ControlPoint[];
  /** Kept back from the fit. */
  readonly checkPoints: readonly ControlPoint[];
  readonly method: RectificationMethod | 'automatic';
  /** Elevation of the plane of a scale or homography; null: the mean of its control points. */
  readonly calibrationLevelM: number | null;
  /** Ground size of a pixel seen from above, and distance of samples along search lines. */
  readonly pixelM: number;
  readonly section: SurveyedSection;
  readonly search: Search;
  /** Corners in the picture; water outside is not looked at. null: the whole picture. */
  readonly regionOfInterest: readonly PixelPoint[] | null;
  readonly frameStep: number;
  /** Mean velocity of a vertical over its surface velocity. */
  readonly alpha: number;
  /** Faster is taken for a mistake. */
  readonly maxSpeedMS: number;
}

/** What a camera is fitted from. */
export type ScaffoldCamera = Pick<
  Scaffold,
  'camera' | 'controlPoints' | 'checkPoints' | 'method' | 'calibrationLevelM'
>;

/** Bed elevations along a straight line across the river. */
export interface SurveyedSection {
  /** Place in the world of `startStationM`, and any later place: the line runs from there to here. */
  readonly start: PlanePoint;
  readonly end: PlanePoint;
  readonly startStationM: number;
  /** Bank at the start, seen looking downstream; it tells which side is downstream. */
  readonly startBank: Bank;
  readonly points: readonly { readonly stationM: number; readonly elevationM: number }[];
}

/** Where velocities are sought. */
export type Search = LineSearch | GridSearch;

/** Lines along the flow, each centred on the section. */
export interface LineSearch {
  readonly kind: 'lines';
  /** null: `count` of them, evenly over the water. */
  readonly stationsM: readonly number[] | null;
  readonly count: number;
  readonly lengthM: number;
  /** From straight downstream towards the far bank. */
  readonly skewDeg: number;
  /** Clockwise from the y axis; null: downstream, with the skew. */
  readonly directionDeg: number | null;
  /** Tried to both sides of the direction, ends included; 0: the direction alone. */
  readonly directionRangeDeg: number;
  readonly directionStepDeg: number;
  /** Standard deviation of a Gaussian along the line, in samples; 0: none. */
  readonly blurSigmaPx: number;
  /** Samples along the line that patterns are compared over; null: all. */
  readonly correlationPx: number | null;
}

/** Windows whose pattern is followed from frame to frame. */
export interface GridSearch {
  readonly kind: 'grid';
  /** Centres; null: `rows` rows along the section, `spacingM` apart. */
  readonly points: readonly PlanePoint[] | null;
  readonly spacingM: number;
  readonly windowM: number;
  readonly rows: number;
}

/** From the file's unit to metres. */
export function scaffoldOfFile(file: ScaffoldFile): Scaffold {
  const scale = metresPer(file.units);
  return {
    ...scaffoldCameraOfFile(file),
    title: file.title,
    displayUnits: file.display_units ?? file.units,
    pixelM: file.rectification.pixel_size * scale,
    section: sectionOfFile(file.cross_section, scale),
    search: searchOfFile(file.search, scale),
    regionOfInterest: file.region_of_interest,
    frameStep: file.frame_step,
    alpha: file.alpha,
    maxSpeedMS: file.max_speed * scale,
  };
}

/** As `scaffoldOfFile`, of the parts that tell about the camera. */
export function scaffoldCameraOfFile(
  file: Pick<ScaffoldFile, 'units' | 'camera' | 'control_points' | 'rectification'>,
): ScaffoldCamera {
  const scale = metresPer(file.units);
  const points = (use: 'fit' | 'check'): ControlPoint[] =>
    file.control_points
      .filter((point) => point.use === use)
      .map(({ name, pixel, world: [x, y, z] }) => ({
        name,
        pixel,
        world: [x * scale, y * scale, z * scale],
      }));
  const level = file.rectification.calibration_level;
  return {
    camera: cameraOfFile(file.camera),
    controlPoints: points('fit'),
    checkPoints: points('check'),
    method: file.rectification.method,
    calibrationLevelM: level === null ? null : level * scale,
  };
}

function cameraOfFile({ width_px: widthPx, height_px: heightPx, lens }: ScaffoldFile['camera']): CameraFacts {
  return { widthPx, heightPx, lens: lens && lensOfFile(lens) };
}

function lensOfFile(lens: NonNullable<ScaffoldFile['camera']['lens']>): Lens {
  const { k1, k2, p1, p2, k3 } = lens;
  return {
    focalXPx: lens.focal_x_px,
    focalYPx: lens.focal_y_px,
    centerXPx: lens.center_x_px,
    centerYPx: lens.center_y_px,
    distortion: { k1, k2, p1, p2, k3 },
  };
}

/** @param scale metres in one unit */
export function sectionOfFile(section: ScaffoldFile['cross_section'], scale: number): SurveyedSection {
  return {
    start: [section.start[0] * scale, section.start[1] * scale],
    end: [section.end[0] * scale, section.end[1] * scale],
    startStationM: section.start_station * scale,
    startBank: section.start_bank,
    points: section.points.map(([station, elevation]) => ({
      stationM: station * scale,
      elevationM: elevation * scale,
    })),
  };
}

/** @param scale metres in one unit */
export function searchOfFile(search: ScaffoldFile['search'], scale: number): Search {
  if (search.kind === 'grid') {
    return {
      kind: 'grid',
      points: search.points?.map(([x, y]) => [x * scale, y * scale] as const) ?? null,
      spacingM: search.spacing * scale,
      windowM: search.window * scale,
      rows: search.rows,
    };
  }
  return {
    kind: 'lines',
    stationsM: search.stations?.map((station) => station * scale) ?? null,
    count: search.count,
    lengthM: search.length * scale,
    skewDeg: search.skew_deg,
    directionDeg: search.direction_deg,
    directionRangeDeg: search.direction_range_deg,
    directionStepDeg: search.direction_step_deg,
    blurSigmaPx: search.blur_sigma_px,
    correlationPx: search.correlation_px,
  };
}

/** As a file in metres, which `readScaffold` reads back as the same scaffold. */
export function fileOfScaffold(scaffold: Scaffold): ScaffoldFile {
  const { camera, section, search } = scaffold;
  const points = (use: 'fit' | 'check', from: readonly ControlPoint[]) =>
    from.map(({ name, pixel, world }) => ({ name, pixel: pairOf(pixel), world: tripleOf(world), use }));
  return {
    format: 'batchyard-river-scaffold',
    version: 1,
    title: scaffold.title,
    units: 'm',
    display_units: scaffold.displayUnits,
    camera: {
      width_px: camera.widthPx,
      height_px: camera.heightPx,
      lens: camera.lens && fileOfLens(camera.lens),
    },
    control_points: [...points('fit', scaffold.controlPoints), ...points('check', scaffold.checkPoints)],
    rectification: {
      method: scaffold.method,
      calibration_level: scaffold.calibrationLevelM,
      pixel_size: scaffold.pixelM,
    },
    cross_section: {
      start: pairOf(section.start),
      end: pairOf(section.end),
      start_station: section.startStationM,
      start_bank: section.startBank,
      points: section.points.map(({ stationM, elevationM }) => [stationM, elevationM]),
    },
    search: fileOfSearch(search),
    region_of_interest: scaffold.regionOfInterest?.map(pairOf) ?? null,
    frame_step: scaffold.frameStep,
    alpha: scaffold.alpha,
    max_speed: scaffold.maxSpeedMS,
  };
}

function fileOfLens(lens: Lens): NonNullable<ScaffoldFile['camera']['lens']> {
  return {
    focal_x_px: lens.focalXPx,
    focal_y_px: lens.focalYPx,
    center_x_px: lens.centerXPx,
    center_y_px: lens.centerYPx,
    ...lens.distortion,
  };
}

function fileOfSearch(search: Search): ScaffoldFile['search'] {
  if (search.kind === 'grid') {
    const points = search.points?.map(pairOf) ?? null;
    return { kind: 'grid', points, spacing: search.spacingM, window: search.windowM, rows: search.rows };
  }
  return {
    kind: 'lines',
    stations: search.stationsM === null ? null : [...search.stationsM],
    count: search.count,
    length: search.lengthM,
    skew_deg: search.skewDeg,
    direction_deg: search.directionDeg,
    direction_range_deg: search.directionRangeDeg,
    direction_step_deg: search.directionStepDeg,
    blur_sigma_px: search.blurSigmaPx,
    correlation_px: search.correlationPx,
  };
}

const pairOf = ([a, b]: readonly [number, number]): [number, number] => [a, b];
const tripleOf = ([a, b, c]: readonly [number, number, number]): [number, number, number] => [a, b, c];
