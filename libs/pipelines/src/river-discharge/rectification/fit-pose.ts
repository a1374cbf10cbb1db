/** Where a camera stands and looks, from control points, when its lens is known or all but its focal length. */
import { type Camera, projectPoint } from './camera.js';
import { type Pose, planarPose, spatialPose } from './first-pose.js';
import { fitLeastSquares } from './least-squares.js';
import { type Lens, noDistortion, rayOfPixel } from './lens.js';
import { multiply3 } from './linear-algebra.js';
import type { ControlPoint, WorldPoint } from './points.js';
import { rotationOf } from './rotation.js';

export interface FittedCamera {
  readonly camera: Camera;
  /** Sum of squared distances in the picture, px². */
  readonly sumOfSquaresPx: number;
}

/**
 * Pose of a camera whose lens is known (6 unknowns): first by direct linear transforms, of space and of the plane
 * that fits best, then by least squares of the distances in the picture (Levenberg-Marquardt).
 * @returns null where fewer than 4 points are given or they leave the pose open (collinear ones)
 */
export function fitPose(points: readonly ControlPoint[], lens: Lens): FittedCamera | null {
  return best(firstPoses(points, lens).map((pose) => refine(points, lens, pose, false)));
}

/** Focal lengths to start from, in widths of the picture: from fisheye-like to telephoto. */
const focalGuesses = [0.4, 0.55, 0.75, 1, 1.4, 2, 3, 5];

/**
 * Pose and focal length of a camera with square pixels, no distortion and its principal point in the centre of the
 * picture (7 unknowns).
 * @returns null where fewer than 4 points are given or they leave it open
 */
export function fitPoseAndFocalLength(
  points: readonly ControlPoint[],
  size: { readonly widthPx: number; readonly heightPx: number },
): FittedCamera | null {
  const guesses = focalGuesses.flatMap((factor) => {
    const lens: Lens = {
      focalXPx: factor * size.widthPx,
      focalYPx: factor * size.widthPx,
      centerXPx: size.widthPx / 2,
      centerYPx: size.heightPx / 2,
      distortion: noDistortion,
    };
    const posed = fitPose(points, lens);
    return posed === null ? [] : [{ lens, posed }];
  });
  guesses.sort((a, b) => a.posed.sumOfSquaresPx - b.posed.sumOfSquaresPx);
  return best(guesses.slice(0, 3).map(({ lens, posed }) => refine(points, lens, poseOf(posed.camera), true)));
}

function best(fits: readonly FittedCamera[]): FittedCamera | null {
  const finite = fits.filter(({ sumOfSquaresPx }) => Number.isFinite(sumOfSquaresPx));
  return finite.reduce<FittedCamera | null>(
    (least, fit) => (least === null || fit.sumOfSquaresPx < least.sumOfSquaresPx ? fit : least),
    null,
  );
}

function firstPoses(points: readonly ControlPoint[], lens: Lens): Pose[] {
  if (points.length < 4) return [];
  const rays = points.map(({ pixel }) => rayOfPixel(lens, pixel));
  if (rays.some((ray) => ray === null)) return [];
  const origin = meanPoint(points);
  const local = points.map(({ world }) => world.map((value, i) => value - origin[i]!));
  const seen = rays as (readonly [number, number])[];
  return [spatialPose(local, seen), planarPose(local, seen)].flatMap((pose) =>
    pose === null ? [] : [{ ...pose, origin }],
  );
}

function refine(points: readonly ControlPoint[], lens: Lens, pose: Pose, focal: boolean): FittedCamera {
  const extent = Math.max(
    ...points.map(({ world }) => Math.hypot(...world.map((x, i) => x - pose.origin[i]!))),
  );
  const small = 1e-6;
  const scales = [small, small, small, ...Array<number>(3).fill(small * extent), ...(focal ? [small] : [])];
  const cameraOf = (p: readonly number[]) => cameraAt(turned(pose, p), focal ? scaled(lens, p[6]!) : lens);
  const fit = fitLeastSquares(
    (p) => distances(points, cameraOf(p)),
    scales.map(() => 0),
    scales,
  );
  return { camera: cameraOf(fit.parameters), sumOfSquaresPx: fit.sumOfSquares };
}

/** Differences in the picture, u and v of each point in turn; not a number behind the camera. */
function distances(points: readonly ControlPoint[], camera: Camera): number[] {
  const both: number[] = [];
  for (const { pixel, world } of points) {
    const seen = projectPoint(camera, world);
    both.push(
      seen === null ? Number.NaN : seen[0] - pixel[0],
      seen === null ? Number.NaN : seen[1] - pixel[1],
    );
  }
  return both;
}

function turned(pose: Pose, p: readonly number[]): Pose {
  return {
    ...pose,
    rotation: multiply3(rotationOf([p[0]!, p[1]!, p[2]!]), pose.rotation),
    translation: pose.translation.map((value, i) => value + p[3 + i]!),
  };
}

function scaled(lens: Lens, logFactor: number): Lens {
  const factor = Math.exp(logFactor);
  return { ...lens, focalXPx: lens.focalXPx * factor, focalYPx: lens.focalYPx * factor };
}

function cameraAt({ origin, rotation, translation }: Pose, lens: Lens): Camera {
  const matrix = [0, 1, 2].flatMap((i) => [...rotation.slice(3 * i, 3 * i + 3), translation[i]!]);
  return { origin, matrix, lens };
}

function poseOf({ origin, matrix }: Camera): Pose {
  const rows = [0, 4, 8];
  return {
    origin,
    rotation: rows.flatMap((row) => matrix.slice(row, row + 3)),
    translation: rows.map((row) => matrix[row + 3]!),
  };
}

/** Mean place of control points in the world. */
export function meanPoint(points: readonly ControlPoint[]): WorldPoint {
  const mean = (axis: 0 | 1 | 2) => points.reduce((sum, { world }) => sum + world[axis], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}
