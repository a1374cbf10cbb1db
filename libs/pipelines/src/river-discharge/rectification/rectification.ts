/** From control points to a camera, by the method that their number and heights allow. */
import type { Camera } from './camera.js';
import { projectionOfRays } from './first-pose.js';
import { fitPose, fitPoseAndFocalLength, meanPoint } from './fit-pose.js';
import { fitHomography } from './homography.js';
import { type Lens, rayOfPixel } from './lens.js';
import type { ControlPoint, PixelPoint } from './points.js';

/** scale: two points, seen straight from above; homography: one plane; camera: everything, at any water level. */
export type RectificationMethod = 'scale' | 'homography' | 'camera';

export interface Rectification {
  readonly method: RectificationMethod;
  readonly camera: Camera;
  /** Elevation (m) that the plane of a scale or homography lies at; null for a camera, which knows every level. */
  readonly planeElevationM: number | null;
}

/** What is known of the camera beside the control points. */
export interface CameraFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  /** null: focal length to be found, no distortion. */
  readonly lens: Lens | null;
}

/** Heights within this are one plane. */
const samePlaneM = 0.02;

/**
 * The method for these points: 2 points: scale; 4, or more at one height: homography; 6 or more at different
 * heights: camera, of which 5 do where the lens is known.
 * @returns what is wrong where no method fits
 */
export function methodFor(
  points: readonly ControlPoint[],
  lensKnown: boolean,
): RectificationMethod | { readonly reason: string } {
  const count = points.length;
  if (count === 2) return 'scale';
  if (count < 4) {
    const found = count === 1 ? '1 control point' : `${count} control points`;
    return { reason: `${found}: expected 2 (scale), 4 or more (homography) or 6 or more (camera).` };
  }
  if (count === 4 || isLevel(points)) return 'homography';
  if (count === 5 && !lensKnown) {
    return {
      reason:
        '5 control points at different heights: a homography needs them at one height, a camera needs 6 points ' +
        'or the lens.',
    };
  }
  return 'camera';
}

/** Whether all points have one height, within 2 cm. */
export function isLevel(points: readonly ControlPoint[]): boolean {
  const heights = points.map(({ world }) => world[2]);
  return Math.max(...heights) - Math.min(...heights) <= samePlaneM;
}

/**
 * Fits the camera.
 * @param calibrationLevelM elevation of the plane; null: the mean of the points
 * @returns null where the points leave it open: too few, collinear, or (for a camera) behind one another
 */
export function fitRectification(
  points: readonly ControlPoint[],
  method: RectificationMethod,
  facts: CameraFacts,
  calibrationLevelM: number | null = null,
): Rectification | null {
  if (method === 'camera') {
    const fitted = facts.lens ? fitPose(points, facts.lens) : fitPoseAndFocalLength(points, facts);
    return fitted && { method, camera: fitted.camera, planeElevationM: null };
  }
  const camera = method === 'scale' ? fitScale(points, facts.lens) : fitPlane(points, facts.lens);
  return camera && { method, camera, planeElevationM: calibrationLevelM ?? meanPoint(points)[2] };
}

/**
 * The projection without any model of a camera (11 unknowns), by the normalised direct linear transform.
 * @returns null for fewer than 6 points or points in a plane
 */
export function fitProjectionMatrix(points: readonly ControlPoint[]): Camera | null {
  const origin = meanPoint(points);
  const local = points.map(({ world }) => world.map((value, i) => value - origin[i]!));
  const found = projectionOfRays(
    local,
    points.map(({ pixel }) => pixel),
  );
  // The mean of the points, the new origin, is in front of the camera.
  return found && { origin, matrix: found.map((value) => value / found[11]!), lens: null };
}

function fitPlane(points: readonly ControlPoint[], lens: Lens | null): Camera | null {
  const origin = meanPoint(points);
  const seen = seenPoints(points, lens);
  const local = points.map(({ world }) => [world[0] - origin[0], world[1] - origin[1]] as const);
  const h = seen && fitHomography(local, seen);
  if (h === null) return null;
  // The mean of the points is in front of the camera.
  const sign = h[8]! < 0 ? -1 : 1;
  const matrix = [0, 3, 6].flatMap((row) => [h[row]!, h[row + 1]!, 0, h[row + 2]!].map((x) => sign * x));
  return { origin, matrix, lens };
}

/** Turned, scaled and mirrored, since v goes down and y goes up, so that both points are met. */
function fitScale(points: readonly ControlPoint[], lens: Lens | null): Camera | null {
  const [a, b] = points;
  const seen = seenPoints(points, lens);
  if (a === undefined || b === undefined || seen === null) return null;
  const [[u, v], [u2, v2]] = [seen[0]!, seen[1]!];
  const [x, y] = [b.world[0] - a.world[0], b.world[1] - a.world[1]];
  const [du, dv] = [u2 - u, v2 - v];
  const square = x * x + y * y;
  if (!(square > 0) || !(Math.hypot(du, dv) > 0)) return null;
  const cosine = (du * x - dv * y) / square;
  const sine = (du * y + dv * x) / square;
  return { origin: a.world, matrix: [cosine, sine, 0, u, sine, -cosine, 0, v, 0, 0, 0, 1], lens };
}

/** Pixels, or rays where the lens is known. */
function seenPoints(points: readonly ControlPoint[], lens: Lens | null): PixelPoint[] | null {
  const seen = points.map(({ pixel }) => (lens === null ? pixel : rayOfPixel(lens, pixel)));
  return seen.some((point) => point === null) ? null : (seen as PixelPoint[]);
}
