/** How well a camera meets its control points, and which of them do not fit the others. */
import { pointAtLevel, projectPoint } from './camera.js';
import type { ControlPoint } from './points.js';
import type { Rectification } from './rectification.js';

export interface PointError {
  readonly name: string;
  /** Distance in the picture between the point and where the camera sees it; null: behind the camera. */
  readonly errorPx: number | null;
  /** Distance on the ground, at the point's own height; null: the line of sight does not meet that height. */
  readonly errorM: number | null;
}

export interface ReprojectionError {
  readonly points: readonly PointError[];
  /** √(Σe²/N) over the points that have an error. */
  readonly rmsPx: number;
  readonly rmsM: number;
}

/** Reprojection error of control points: of those of the fit, or of others kept back as a check. */
export function reprojectionError(
  { camera, planeElevationM }: Rectification,
  points: readonly ControlPoint[],
): ReprojectionError {
  const errors = points.map(({ name, pixel, world }) => {
    const seen = projectPoint(camera, world);
    const ground = pointAtLevel(camera, pixel, planeElevationM ?? world[2]);
    return {
      name,
      errorPx: seen && Math.hypot(seen[0] - pixel[0], seen[1] - pixel[1]),
      errorM: ground && Math.hypot(ground[0] - world[0], ground[1] - world[1]),
    };
  });
  return {
    points: errors,
    rmsPx: rootMeanSquare(errors.map(({ errorPx }) => errorPx)),
    rmsM: rootMeanSquare(errors.map(({ errorM }) => errorM)),
  };
}

function rootMeanSquare(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
}

export interface LeftOutPoint {
  readonly name: string;
  /** Distance from where the camera fitted to the other points sees it; null: they do not fix a camera. */
  readonly leftOutErrorPx: number | null;
  /** Whether the others agree much better without it: wrongly measured, swapped or mistyped. */
  readonly suspect: boolean;
}

/** A point is suspected when the others, fitted without it, agree so many times better … */
const suspectFactor = 4;
/** … and it lies further off than this. */
const suspectPx = 3;

/**
 * Leaves out one point after the other, in the order given.
 * @param fit the same fit as that of all points
 */
export function leaveOneOut(
  points: readonly ControlPoint[],
  fit: (points: readonly ControlPoint[]) => Rectification | null,
): LeftOutPoint[] {
  const all = fit(points);
  const allPx = all === null ? Number.NaN : reprojectionError(all, points).rmsPx;
  return points.map((point) => {
    const others = points.filter((other) => other !== point);
    const rest = fit(others);
    const leftOutErrorPx = rest && reprojectionError(rest, [point]).points[0]!.errorPx;
    if (rest === null || leftOutErrorPx === null)
      return { name: point.name, leftOutErrorPx: null, suspect: false };
    const restPx = reprojectionError(rest, others).rmsPx;
    const suspect = leftOutErrorPx > suspectPx && restPx * suspectFactor < allPx;
    return { name: point.name, leftOutErrorPx, suspect };
  });
}
