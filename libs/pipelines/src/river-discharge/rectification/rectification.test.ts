import { describe, expect, it } from '@jest/globals';
import { readControlPoints } from '../testing/control-points.js';
import { hasReference, readCsv, readJson } from '../testing/reference.js';
import { type Camera, cameraPosition, pointAtLevel, projectPoint } from './camera.js';
import { fitPose, fitPoseAndFocalLength } from './fit-pose.js';
import { fitHomography, transform } from './homography.js';
import { type Lens, noDistortion, pixelOfRay, rayOfPixel } from './lens.js';
import { invert3, multiply3, singularValues } from './linear-algebra.js';
import type { ControlPoint, PixelPoint, WorldPoint } from './points.js';
import { fitProjectionMatrix, fitRectification, methodFor } from './rectification.js';
import { leaveOneOut, reprojectionError } from './residuals.js';
import { rotationOf } from './rotation.js';

const size = { widthPx: 1280, heightPx: 720 };
const lens: Lens = {
  focalXPx: 1100,
  focalYPx: 1080,
  centerXPx: 650,
  centerYPx: 350,
  distortion: { k1: -0.25, k2: 0.06, p1: 0.001, p2: -0.0005, k3: 0.002 },
};

/** A camera 8 m above a river, looking down across it, far from the origin as surveys are. */
function syntheticCamera(withLens: Lens): Camera {
  const rotation = multiply3(rotationOf([2.1, 0, 0]), rotationOf([0, 0, 0.3]));
  const origin: WorldPoint = [512_000, 5_400_000, 100];
  const at = [0, -12, 8];
  const matrix = [0, 1, 2].flatMap((i) => {
    const row = rotation.slice(3 * i, 3 * i + 3);
    return [...row, -row.reduce((sum, value, j) => sum + value * at[j]!, 0)];
  });
  return { origin, matrix, lens: withLens };
}

function seenBy(camera: Camera, local: readonly WorldPoint[]): ControlPoint[] {
  return local.map((point, i) => {
    const world = point.map((value, axis) => value + camera.origin[axis]!) as unknown as WorldPoint;
    return { name: `P${i + 1}`, world, pixel: projectPoint(camera, world)! };
  });
}

const spread: readonly WorldPoint[] = [
  [-6, 0, 0.2],
  [5, -2, 1.4],
  [-4, 8, 0],
  [4, 9, 2.3],
  [0, 3, 0.7],
  [9, 12, 1],
  [-9, 15, 3],
];

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));

describe('linear algebra', () => {
  it('finds singular values and vectors', () => {
    const { values, vectors } = singularValues([
      [3, 0],
      [4, 5],
    ]);
    expect(values[0]).toBeCloseTo(Math.sqrt(45), 12);
    expect(values[1]).toBeCloseTo(Math.sqrt(5), 12);
    expect(Math.abs(vectors[0]![0]! - vectors[0]![1]!)).toBeCloseTo(0, 12);
  });
  it('inverts, and says where it cannot', () => {
    const matrix = [2, 0, 1, 0, 3, 0, 1, 0, 1];
    expect(distance(multiply3(matrix, invert3(matrix)!), [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-12);
    expect(invert3([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
  });
});

describe('lens', () => {
  it('takes pixels back to the rays they came from', () => {
    for (const [x, y] of [
      [0, 0],
      [0.5, -0.3],
      [-0.55, 0.3],
    ] as const)
      expect(distance(rayOfPixel(lens, pixelOfRay(lens, x, y))!, [x, y])).toBeLessThan(1e-9);
  });
  it('distorts as Brown and Conrady by hand', () => {
    const [u, v] = pixelOfRay({ ...lens, distortion: { k1: 0.1, k2: 0, k3: 0, p1: 0.01, p2: 0.02 } }, 1, 2);
    expect(u).toBeCloseTo(1100 * (1 * 1.5 + 2 * 0.01 * 2 + 0.02 * (5 + 2)) + 650, 9);
    expect(v).toBeCloseTo(1080 * (2 * 1.5 + 0.01 * (5 + 8) + 2 * 0.02 * 2) + 350, 9);
  });
  it('has no ray where the distortion folds back', () => {
    const strong = { ...lens, distortion: { ...noDistortion, k1: -0.3 } };
    expect(rayOfPixel(strong, [650 + 1100 * 3, 350])).toBeNull();
  });
});

describe('homography', () => {
  it('reproduces its points exactly, and the points between them', () => {
    const truth = [1.2, 0.1, 30, -0.2, 0.9, 12, 0.001, -0.0005, 1];
    const from: PixelPoint[] = [
      [0, 0],
      [500, 20],
      [480, 390],
      [10, 400],
    ];
    const found = fitHomography(
      from,
      from.map((point) => transform(truth, point)),
    );
    expect(distance(found!, truth)).toBeLessThan(1e-9);
  });
  it('is left open by collinear points, and by three points on a line of four', () => {
    const line: PixelPoint[] = [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    expect(fitHomography(line, line)).toBeNull();
    const three: PixelPoint[] = [...line.slice(0, 3), [5, 0]];
    expect(fitHomography(three, three)).toBeNull();
  });
});

describe('method', () => {
  const points = (heights: readonly number[]): ControlPoint[] =>
    heights.map((z, i) => ({ name: `${i}`, pixel: [i, i * i], world: [i, i * i, z] }));
  it('follows from the number and the heights of the points', () => {
    expect(methodFor(points([0, 0]), false)).toBe('scale');
    expect(methodFor(points([0, 0, 0, 0]), false)).toBe('homography');
    expect(methodFor(points([1, 1, 1, 1, 1, 1, 1]), false)).toBe('homography');
    expect(methodFor(points([1, 2, 3, 1, 2, 3]), false)).toBe('camera');
  });
  it('refuses 1, 3 and (without a lens) 5 points at different heights', () => {
    for (const heights of [[0], [0, 0, 0], [0, 1, 2, 3, 4]])
      expect(methodFor(points(heights), false)).toEqual({
        reason: expect.stringMatching(/^\d control points?/),
      });
    expect(methodFor(points([0, 1, 2, 3, 4]), true)).toBe('camera');
  });
});

describe('scale', () => {
  it('has the ground size of a pixel of two points, y against v', () => {
    const points: ControlPoint[] = [
      { name: 'a', pixel: [100, 300], world: [10, 20, 5] },
      { name: 'b', pixel: [300, 300], world: [10, 30, 5] },
    ];
    const { camera } = fitRectification(points, 'scale', { ...size, lens: null })!;
    expect(distance(pointAtLevel(camera, [300, 300], 5)!, [10, 30])).toBeLessThan(1e-9);
    // Up in the picture is left of the way from a to b: that is towards smaller x.
    expect(distance(pointAtLevel(camera, [100, 200], 5)!, [5, 20])).toBeLessThan(1e-9);
  });
});

describe('camera', () => {
  it('is recovered with a known lens, distortion and all', () => {
    const truth = syntheticCamera(lens);
    const points = seenBy(truth, spread);
    const { camera, sumOfSquaresPx } = fitPose(points, lens)!;
    expect(Math.sqrt(sumOfSquaresPx)).toBeLessThan(1e-5);
    expect(distance(cameraPosition(camera)!, cameraPosition(truth)!)).toBeLessThan(1e-5);
  });
  it('is recovered from points in a plane with a known lens', () => {
    const truth = syntheticCamera(lens);
    const { camera } = fitPose(
      seenBy(
        truth,
        spread.map(([x, y]) => [x, y, 1]),
      ),
      lens,
    )!;
    expect(distance(cameraPosition(camera)!, cameraPosition(truth)!)).toBeLessThan(1e-4);
  });
  it('is recovered without a lens, as focal length and as a matrix', () => {
    const plain: Lens = {
      focalXPx: 1500,
      focalYPx: 1500,
      centerXPx: 640,
      centerYPx: 360,
      distortion: noDistortion,
    };
    const truth = syntheticCamera(plain);
    const points = seenBy(truth, spread);
    const { camera } = fitPoseAndFocalLength(points, size)!;
    expect(camera.lens!.focalXPx).toBeCloseTo(1500, 3);
    const matrix = fitProjectionMatrix(points)!;
    const [x, y, z] = [1, 5, 1.5];
    const world: WorldPoint = [x + truth.origin[0], y + truth.origin[1], z + truth.origin[2]];
    for (const found of [camera, matrix])
      expect(distance(projectPoint(found, world)!, projectPoint(truth, world)!)).toBeLessThan(1e-3);
  });
  it('moves with the water level, and comes back from pixels', () => {
    const truth = syntheticCamera(lens);
    const { camera } = fitRectification(seenBy(truth, spread), 'camera', { ...size, lens })!;
    for (const level of [99, 100, 101.5]) {
      const world: WorldPoint = [512_001, 5_400_004, level];
      const pixel = projectPoint(truth, world)!;
      expect(distance(pointAtLevel(camera, pixel, level)!, world.slice(0, 2))).toBeLessThan(1e-4);
    }
  });
  it('sees nothing behind itself and no water above the horizon', () => {
    const truth = syntheticCamera({ ...lens, distortion: noDistortion });
    expect(projectPoint(truth, [512_000, 5_400_000 - 500, 100])).toBeNull();
    expect(pointAtLevel(truth, [650, -900], 100)).toBeNull();
  });
  it('is left open by collinear points', () => {
    const truth = syntheticCamera(lens);
    const line = seenBy(
      truth,
      [0, 1, 2, 3, 4, 5].map((i) => [i, 2 * i, 0.1 * i] as const),
    );
    expect(fitPose(line, lens)).toBeNull();
    expect(fitProjectionMatrix(line)).toBeNull();
    expect(fitRectification(line, 'homography', { ...size, lens: null })).toBeNull();
  });
});

describe('errors of control points', () => {
  it('are a true root mean square', () => {
    const points: ControlPoint[] = [
      { name: 'a', pixel: [0, 0], world: [0, 0, 0] },
      { name: 'b', pixel: [100, 0], world: [1, 0, 0] },
    ];
    const rectification = fitRectification(points, 'scale', { ...size, lens: null })!;
    const off: ControlPoint[] = [
      { name: 'c', pixel: [53, 4], world: [0.5, 0, 0] },
      { name: 'd', pixel: [47, -4], world: [0.5, 0, 0] },
    ];
    const error = reprojectionError(rectification, off);
    expect(error.rmsPx).toBeCloseTo(5, 9);
    expect(error.rmsM).toBeCloseTo(0.05, 9);
  });
  it('name the point that was mistyped, and no other', () => {
    const points = seenBy(syntheticCamera(lens), [...spread, [2, 6, 0.3], [-3, 4, 1.1]]);
    const wrong = points.map((point, i) =>
      i === 3 ? { ...point, pixel: [point.pixel[0] + 40, point.pixel[1]] as const } : point,
    );
    const fit = (some: readonly ControlPoint[]) => fitRectification(some, 'camera', { ...size, lens });
    expect(leaveOneOut(wrong, fit).filter(({ suspect }) => suspect)).toEqual([
      { name: 'P4', leftOutErrorPx: expect.closeTo(40, 0), suspect: true },
    ]);
    expect(leaveOneOut(points, fit).some(({ suspect }) => suspect)).toBe(false);
  });
});

const given = hasReference ? describe : describe.skip;
if (!hasReference) console.warn('Golden tests of rectification are skipped: there is no reference data.');

given.each(['video_A', 'video_C'])('reference %s', (video) => {
  interface Truth {
    readonly camera_matrix_P: number[][];
    readonly water_surface_elevation_m: number;
    readonly gcp_pixel_noise_sigma: number;
  }
  const fitted = () => fitRectification(readControlPoints(video).fit, 'camera', { ...size, lens: null })!;

  it('meets fitted and kept back control points', () => {
    const { fit, check } = readControlPoints(video);
    const rectification = fitted();
    const { gcp_pixel_noise_sigma: noisePx } = readJson<Truth>(video, 'truth.json');
    expect(reprojectionError(rectification, fit).rmsPx).toBeLessThan(0.01 + 1.5 * noisePx);
    expect(reprojectionError(rectification, check).rmsPx).toBeLessThan(0.01 + 3 * noisePx);
    // A pixel at the far bank is about 0.1 m of ground.
    expect(reprojectionError(rectification, check).rmsM).toBeLessThan(0.01 + 0.25 * noisePx);
  });
  it('projects search lines as the true camera', () => {
    const truth = readJson<{ camera_matrix_P: number[][]; water_surface_elevation_m: number }>(
      video,
      'truth.json',
    );
    const rectification = fitted();
    const exact: Camera = { origin: [0, 0, 0], matrix: truth.camera_matrix_P.flat(), lens: null };
    const level = truth.water_surface_elevation_m;
    for (const row of readCsv(video, 'stations.csv')) {
      const pixel: PixelPoint = [row.line_u1_px!, row.line_v1_px!];
      const ground = pointAtLevel(exact, pixel, level)!;
      expect(ground[0]).toBeCloseTo(row.station_m!, 1);
      expect(distance(pointAtLevel(rectification.camera, pixel, level)!, ground)).toBeLessThan(0.01);
    }
  });
});

interface Geul {
  readonly gcps: readonly { readonly pixel: PixelPoint; readonly world: WorldPoint }[];
  readonly camera_matrix: readonly (readonly number[])[];
  readonly dist_coeffs_k1_k2_p1_p2: readonly number[];
  readonly expected: {
    readonly reprojection_error_px: readonly number[];
    readonly rmse_px: number;
    readonly camera_position: WorldPoint;
    readonly grid_world: readonly WorldPoint[];
    readonly grid_pixel: readonly PixelPoint[];
  };
}

given('real control points', () => {
  // The expected numbers count pixels from the centre of the first one.
  const fromCorner = ([u, v]: PixelPoint): PixelPoint => [u + 0.5, v + 0.5];
  const geul = hasReference ? readJson<Geul>('real_geul_gcps.json') : null;

  it('give the pose that OpenCV finds', () => {
    const { gcps, camera_matrix: k, dist_coeffs_k1_k2_p1_p2: d, expected } = geul!;
    const [centerXPx, centerYPx] = fromCorner([k[0]![2]!, k[1]![2]!]);
    const distortion = { k1: d[0]!, k2: d[1]!, p1: d[2]!, p2: d[3]!, k3: 0 };
    const real: Lens = { focalXPx: k[0]![0]!, focalYPx: k[1]![1]!, centerXPx, centerYPx, distortion };
    const points = gcps.map(({ pixel, world }, i) => ({ name: `${i}`, pixel: fromCorner(pixel), world }));
    const rectification = fitRectification(points, 'camera', { widthPx: 1920, heightPx: 1080, lens: real })!;
    const error = reprojectionError(rectification, points);
    expect(Math.abs(error.rmsPx - expected.rmse_px)).toBeLessThan(0.1);
    expected.grid_world.forEach((world, i) => {
      const seen = projectPoint(rectification.camera, world)!;
      expect(distance(seen, fromCorner(expected.grid_pixel[i]!))).toBeLessThan(0.5);
    });
    expect(distance(cameraPosition(rectification.camera)!, expected.camera_position)).toBeLessThan(0.02);
  });
});
