/** What can be said of a scaffold while it is being made: all that its finished parts allow. */
import type { InputFile, Problem } from '../contract.js';
import { readSection, type WettedSection, wetSection } from './discharge/index.js';
import { pointAtLevel, projectPoint } from './rectification/camera.js';
import type { PixelPoint, PlanePoint } from './rectification/points.js';
import type { Rectification, RectificationMethod } from './rectification/rectification.js';
import { type ReprojectionError, reprojectionError } from './rectification/residuals.js';
import { checkCamera, rectify } from './scaffold/check-scaffold.js';
import { readScaffold } from './scaffold/read-scaffold.js';
import { readScaffoldFile } from './scaffold/read-scaffold-file.js';
import {
  type ScaffoldCamera,
  type SurveyedSection,
  scaffoldCameraOfFile,
  scaffoldOfFile,
  sectionOfFile,
} from './scaffold/scaffold.js';
import { type ScaffoldFile, scaffoldFile } from './scaffold/scaffold-file.js';
import { type LengthUnit, metresPer } from './scaffold/units.js';
import { searchFans } from './search-lines.js';
import { searchWindows } from './search-windows.js';

export interface ScaffoldQuestion {
  /** JSON of a scaffold; parts may be missing. */
  readonly text: string;
  readonly fileName: string;
  /** In the unit of the scaffold; null: where its control points are. */
  readonly waterLevel: number | null;
  /** Places in the picture whose places on the water are asked for. */
  readonly pixels: readonly PixelPoint[];
}

export interface ScaffoldInspection {
  /** As `readScaffold` finds them: without an error, jobs can use the scaffold. */
  readonly problems: readonly Problem[];
  /** The scaffold with all defaults; null where its form is not right yet. */
  readonly file: ScaffoldFile | null;
  /** The method in use; null where the control points fix no camera. */
  readonly method: RectificationMethod | null;
  /** Of the points that the camera is fitted to; null as `method`. */
  readonly fitError: ReprojectionError | null;
  /** Of the points kept back; null where there are none, and as `method`. */
  readonly checkError: ReprojectionError | null;
  /** Of `pixels`, in the unit of the scaffold; null where the camera does not see the water there. */
  readonly places: readonly (PlanePoint | null)[];
  /** The section on the water, from its start to its end, in the picture. */
  readonly sectionLine: readonly PixelPoint[];
  /** Search lines in the picture, upstream end first. */
  readonly searchLines: readonly SearchShape[];
  /** Corners of the windows of a grid in the picture; none where there are more than 2,000. */
  readonly searchWindows: readonly SearchShape[];
  /** The water in the section; null where the section is not complete, or is dry at this level. */
  readonly water: WaterFacts | null;
  /** Why the section holds no water at this level. */
  readonly levelProblems: readonly Problem[];
}

/** Where velocities are looked for, in the picture. */
export interface SearchShape {
  /** In the unit of the scaffold. */
  readonly station: number;
  readonly pixels: readonly PixelPoint[];
}

/** Stations in the unit of the scaffold, all else in metres. */
export interface WaterFacts {
  readonly startEdge: number;
  readonly endEdge: number;
  readonly areaM2: number;
  readonly widthM: number;
  readonly maxDepthM: number;
}

/** Never throws on bad data. */
export function inspectScaffold(question: ScaffoldQuestion): ScaffoldInspection {
  const { problems, parts } = readParts(question);
  const rectification = parts.camera && checkedCamera(parts.camera);
  const scale = metresPer(parts.units);
  const levelM =
    question.waterLevel === null
      ? rectification && (rectification.planeElevationM ?? meanHeight(parts.camera!))
      : question.waterLevel * scale;
  const wetting = parts.section && levelM !== null ? waterIn(parts.section, levelM) : null;
  const errorOf = (points: ScaffoldCamera['controlPoints']) =>
    rectification && points.length > 0 ? reprojectionError(rectification, points) : null;
  return {
    problems,
    file: parts.file,
    method: rectification?.method ?? null,
    fitError: errorOf(parts.camera?.controlPoints ?? []),
    checkError: errorOf(parts.camera?.checkPoints ?? []),
    places: question.pixels.map((pixel) => {
      const place =
        rectification && levelM !== null ? pointAtLevel(rectification.camera, pixel, levelM) : null;
      return place && [place[0] / scale, place[1] / scale];
    }),
    sectionLine:
      rectification && parts.section && levelM !== null ? line(rectification, parts.section, levelM) : [],
    ...searched(parts.file, rectification, wetting?.wetted ?? null),
    water: wetting?.wetted ? factsOf(wetting.wetted, scale) : null,
    levelProblems: wetting?.problems ?? [],
  };
}

/** Those parts of a scaffold whose form is right. */
interface ScaffoldParts {
  readonly file: ScaffoldFile | null;
  readonly units: LengthUnit;
  readonly camera: ScaffoldCamera | null;
  readonly section: SurveyedSection | null;
}

const cameraParts = scaffoldFile.pick({ camera: true, control_points: true, rectification: true });
const sectionPart = scaffoldFile.shape.cross_section;

function readParts({ text, fileName }: ScaffoldQuestion): {
  readonly problems: readonly Problem[];
  readonly parts: ScaffoldParts;
} {
  const { problems } = readScaffold(text, fileName);
  const json = objectOf(text);
  const units: LengthUnit = json.units === 'ft' ? 'ft' : 'm';
  const scale = metresPer(units);
  const { camera, control_points, rectification = {} } = json;
  const ofCamera = cameraParts.safeParse({ camera, control_points, rectification });
  const section = sectionPart.safeParse(json.cross_section);
  const parts: ScaffoldParts = {
    file: scaffoldFile.safeParse(json).data ?? null,
    units,
    camera: ofCamera.success ? scaffoldCameraOfFile({ units, ...ofCamera.data }) : null,
    section: section.success ? sectionOfFile(section.data, scale) : null,
  };
  const isWhole = parts.file !== null || parts.camera === null;
  // Of a scaffold whose form is right, the points have been checked with the rest.
  const ofPoints = isWhole ? [] : checkCamera(parts.camera!).map((problem) => withFile(problem, fileName));
  return { problems: [...problems, ...ofPoints], parts };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const withFile = (problem: Problem, file: string): Problem => ({
  ...problem,
  place: { file, ...problem.place },
});

function checkedCamera(camera: ScaffoldCamera): Rectification | null {
  return checkCamera(camera).some(({ severity }) => severity === 'error') ? null : rectify(camera);
}

const meanHeight = ({ controlPoints }: ScaffoldCamera) =>
  controlPoints.reduce((sum, { world }) => sum + world[2], 0) / controlPoints.length;

function waterIn({ points, startBank }: SurveyedSection, levelM: number) {
  const { section } = readSection(points, startBank);
  return section && wetSection(section, levelM);
}

function factsOf(
  { startEdgeM, endEdgeM, areaM2, widthM, maxDepthM }: WettedSection,
  scale: number,
): WaterFacts {
  return { startEdge: startEdgeM / scale, endEdge: endEdgeM / scale, areaM2, widthM, maxDepthM };
}

/** A lens bends straight lines: they are drawn through so many points. */
const linePoints = 25;

function line({ camera }: Rectification, { start, end }: SurveyedSection, levelM: number): PixelPoint[] {
  return Array.from({ length: linePoints }, (_, i) => i / (linePoints - 1)).flatMap((share) => {
    const at = [0, 1].map((axis) => start[axis]! + share * (end[axis]! - start[axis]!)) as [number, number];
    return [projectPoint(camera, [...at, levelM])].filter((pixel) => pixel !== null);
  });
}

/** Lines and windows that jobs look at, as far as there is a whole scaffold. */
function searched(
  file: ScaffoldFile | null,
  rectification: Rectification | null,
  wetted: WettedSection | null,
): Pick<ScaffoldInspection, 'searchLines' | 'searchWindows'> {
  const nothing = { searchLines: [], searchWindows: [] };
  if (file === null || rectification === null || wetted === null) return nothing;
  const scaffold = scaffoldOfFile(file);
  const { search } = scaffold;
  const shape = (stationM: number, pixels: readonly PixelPoint[]) => ({
    station: stationM / metresPer(file.units),
    pixels,
  });
  if (search.kind === 'lines') {
    const coarse = { ...scaffold, pixelM: search.lengthM / (linePoints - 1) };
    const fans = searchFans(coarse, { ...search, directionRangeDeg: 0 }, wetted, rectification);
    return {
      ...nothing,
      searchLines: fans.flatMap(([line]) => (line ? [shape(line.stationM, line.pixels)] : [])),
    };
  }
  const count = search.rows * ((wetted.endEdgeM - wetted.startEdgeM) / search.spacingM);
  if (search.points === null && count > mostWindows) return nothing;
  const { windows, windowPx } = searchWindows(scaffold, search, wetted, rectification);
  const corners = [0, windowPx - 1, windowPx * windowPx - 1, windowPx * (windowPx - 1)];
  return {
    ...nothing,
    searchWindows: windows.flatMap(({ stationM, pixels }) =>
      pixels
        ? [
            shape(
              stationM,
              corners.map((at) => pixels[at]!),
            ),
          ]
        : [],
    ),
  };
}

/** More of them are not drawn. */
const mostWindows = 2_000;

/**
 * As `inspectScaffold`, of a file: our own JSON or an .ivy project. What keeps a project from being converted are its
 * problems. @param frameSize of the video, for projects that keep no frame of it
 */
export async function inspectScaffoldFile(
  file: InputFile,
  question: Pick<ScaffoldQuestion, 'waterLevel' | 'pixels'>,
  frameSize?: Parameters<typeof readScaffoldFile>[1],
): Promise<ScaffoldInspection> {
  const { text, problems } = await readScaffoldFile(file, frameSize);
  const inspection = inspectScaffold({ ...question, text: text ?? '{}', fileName: file.name });
  return text === null
    ? { ...inspection, problems }
    : { ...inspection, problems: allOf(problems, inspection) };
}

/** Warnings of the conversion, and then all that was found in its result. */
function allOf(found: readonly Problem[], { problems }: ScaffoldInspection): Problem[] {
  const known = new Set(problems.map(({ message }) => message));
  return [...found.filter(({ message }) => !known.has(message)), ...problems];
}
