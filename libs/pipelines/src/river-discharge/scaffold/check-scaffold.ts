/** What is wrong or doubtful in a scaffold whose form is right. Places are those of the file. */
import type { Problem } from '../../contract.js';
import { readSection } from '../discharge/index.js';
import type { ControlPoint } from '../rectification/points.js';
import {
  fitRectification,
  isLevel,
  methodFor,
  type Rectification,
  type RectificationMethod,
} from '../rectification/rectification.js';
import { leaveOneOut, reprojectionError } from '../rectification/residuals.js';
import type { Scaffold, ScaffoldCamera } from './scaffold.js';

type Severity = Problem['severity'];

/** Every problem at once; without errors, `rectify` gives a camera. */
export function checkScaffold(scaffold: Scaffold): Problem[] {
  return [...checkCamera(scaffold), ...checkSection(scaffold), ...checkRegion(scaffold)];
}

/** As `checkScaffold`, of the control points and the camera alone, while the rest is still being made. */
export function checkCamera(scaffold: ScaffoldCamera): Problem[] {
  return [...checkPoints(scaffold), ...checkFit(scaffold)];
}

/** Fits are asked for by every step that follows, and never change. */
const fitted = new WeakMap<ScaffoldCamera, Rectification | null>();

/** The camera of a scaffold; null where `checkScaffold` finds an error in its control points. */
export function rectify(scaffold: ScaffoldCamera): Rectification | null {
  const known = fitted.get(scaffold);
  if (known !== undefined) return known;
  const method = methodOf(scaffold);
  const found = typeof method === 'string' ? fit(scaffold, method, scaffold.controlPoints) : null;
  fitted.set(scaffold, found);
  return found;
}

function methodOf({
  method,
  controlPoints,
  camera,
}: ScaffoldCamera): RectificationMethod | { readonly reason: string } {
  const fitting = methodFor(controlPoints, camera.lens !== null);
  if (method === 'automatic') return fitting;
  const least = { scale: 2, homography: 4, camera: camera.lens === null ? 6 : 4 }[method];
  if (controlPoints.length >= least) return method;
  return { reason: `${controlPoints.length} control points: a ${method} needs at least ${least}.` };
}

function fit(scaffold: ScaffoldCamera, method: RectificationMethod, points: readonly ControlPoint[]) {
  return fitRectification(points, method, scaffold.camera, scaffold.calibrationLevelM);
}

function problem(code: string, severity: Severity, parameter: string, message: string, fix: string): Problem {
  return { code, severity, message, place: { parameter }, fix };
}

function checkPoints({ controlPoints, checkPoints: kept, camera }: ScaffoldCamera): Problem[] {
  const points = [...controlPoints, ...kept];
  const doubles = (what: string, keyOf: (point: ControlPoint) => string) =>
    points.flatMap((point, i) => {
      const first = points.findIndex((other) => keyOf(other) === keyOf(point));
      if (first === i) return [];
      const message = `Control points ${points[first]!.name} and ${point.name} have the same ${what}: ${keyOf(point)}.`;
      return [
        problem(
          'DUPLICATE_CONTROL_POINT',
          'error',
          'control_points',
          message,
          'Remove or correct one of them.',
        ),
      ];
    });
  const outside = points
    .filter(({ pixel: [u, v] }) => !(u >= 0 && v >= 0 && u <= camera.widthPx && v <= camera.heightPx))
    .map(({ name, pixel }) => {
      const message = `Control point ${name} lies at pixel ${pixel.join(', ')}, outside of the picture of ${camera.widthPx} × ${camera.heightPx}.`;
      const fix = 'Correct the point, or the size of the picture.';
      return problem('CONTROL_POINT_OUTSIDE', 'error', 'control_points', message, fix);
    });
  return [
    ...doubles('name', ({ name }) => name),
    ...doubles('pixel', ({ pixel }) => pixel.join(', ')),
    ...doubles('place in the world', ({ world }) => world.map((value) => value.toFixed(3)).join(', ')),
    ...outside,
  ];
}

/** Root mean squares above this are doubtful: points can be clicked to about a pixel. */
const doubtfulPx = 3;

function checkFit(scaffold: ScaffoldCamera): Problem[] {
  const { controlPoints } = scaffold;
  const method = methodOf(scaffold);
  if (typeof method !== 'string') {
    return [
      problem('TOO_FEW_CONTROL_POINTS', 'error', 'control_points', method.reason, 'Add control points.'),
    ];
  }
  const rectification = rectify(scaffold);
  if (rectification === null) {
    const message = `The ${controlPoints.length} control points do not fix a ${method}: they lie on one line, or almost.`;
    const fix = 'Add points away from that line, spread over the picture and both banks.';
    return [problem('COLLINEAR_CONTROL_POINTS', 'error', 'control_points', message, fix)];
  }
  return [
    ...(method === 'homography' && !isLevel(controlPoints) ? [unevenPlane(controlPoints)] : []),
    ...checkErrors(scaffold, rectification),
  ];
}

function unevenPlane(points: readonly ControlPoint[]): Problem {
  const heights = points.map(({ world }) => world[2]);
  const range = Math.max(...heights) - Math.min(...heights);
  const message = `The control points of the homography differ in height by ${range.toFixed(2)} m: it takes them for one plane.`;
  const fix = 'Use points at the height of the water, or 6 or more of them and a camera.';
  return problem('UNEVEN_CONTROL_POINTS', 'warning', 'control_points', message, fix);
}

function checkErrors(scaffold: ScaffoldCamera, rectification: Rectification): Problem[] {
  const { controlPoints, checkPoints: kept } = scaffold;
  const ofFit = errorProblem(rectification, controlPoints, 'Control points are');
  const ofCheck = kept.length === 0 ? [] : errorProblem(rectification, kept, 'Check points are');
  if (ofFit.length === 0) return ofCheck;
  const suspects = leaveOneOut(controlPoints, (some) => fit(scaffold, rectification.method, some))
    .filter(({ suspect }) => suspect)
    .map(({ name, leftOutErrorPx }) => {
      const message = `Control point ${name} lies ${leftOutErrorPx!.toFixed(1)} px from where the others expect it, and without it they agree.`;
      const fix = 'Check its pixel and its coordinates.';
      return problem('SUSPECT_CONTROL_POINT', 'warning', 'control_points', message, fix);
    });
  return [...ofFit, ...suspects, ...ofCheck];
}

function errorProblem(rectification: Rectification, points: readonly ControlPoint[], who: string): Problem[] {
  const { rmsPx, rmsM } = reprojectionError(rectification, points);
  if (rmsPx <= doubtfulPx) return [];
  const message = `${who} missed by ${rmsPx.toFixed(1)} px, ${rmsM.toFixed(3)} m on the ground (root mean square).`;
  const fix = 'Check pixels and coordinates of the points, and the lens.';
  return [problem('REPROJECTION_ERROR', 'warning', 'control_points', message, fix)];
}

function checkSection({ section, search }: Scaffold): Problem[] {
  const { start, end, points, startBank } = section;
  const { problems } = readSection(points, startBank);
  const placed = problems.map((found) => ({
    ...found,
    place: { parameter: 'cross_section.points', ...found.place },
  }));
  if (Math.hypot(end[0] - start[0], end[1] - start[1]) < 1e-6) {
    const message = 'The cross-section starts and ends at the same place: it has no direction.';
    const fix = 'Give the places of both banks.';
    placed.push({
      ...problem('SECTION_WITHOUT_DIRECTION', 'error', 'cross_section.end', message, fix),
      place: { parameter: 'cross_section.end' },
    });
  }
  const stations = points.map(({ stationM }) => stationM);
  const [first, last] = [Math.min(...stations), Math.max(...stations)];
  const lost =
    search.kind === 'lines' ? (search.stationsM ?? []).filter((at) => at < first || at > last) : [];
  return [
    ...placed,
    ...lost.map((at) => {
      const message = `Search line at station ${at.toFixed(3)} m lies outside of the section, ${first.toFixed(3)} m to ${last.toFixed(3)} m.`;
      return problem(
        'STATION_OUTSIDE',
        'error',
        'search.stations',
        message,
        'Correct or remove the station.',
      );
    }),
  ];
}

function checkRegion({ regionOfInterest: corners, camera }: Scaffold): Problem[] {
  if (corners === null) return [];
  const us = corners.map(([u]) => u);
  const vs = corners.map(([, v]) => v);
  const isSeen =
    Math.max(...us) > 0 &&
    Math.max(...vs) > 0 &&
    Math.min(...us) < camera.widthPx &&
    Math.min(...vs) < camera.heightPx;
  if (isSeen) return [];
  const message = `The region of interest lies outside of the picture of ${camera.widthPx} × ${camera.heightPx} pixels.`;
  return [problem('REGION_OUTSIDE', 'error', 'region_of_interest', message, 'Draw it within the picture.')];
}
