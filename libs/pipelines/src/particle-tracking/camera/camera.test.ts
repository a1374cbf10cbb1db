import { describe, expect, it } from '@jest/globals';
import { readCalibrationFiles } from '../experiment/calibration-files.js';
import { plainCalibration } from '../testing/classic-calibration.js';
import { hasReference, readCsv, referencePath } from '../testing/reference.js';
import type { Calibration, Media, Sensor } from './calibration.js';
import {
  createCamera,
  metricToPixel,
  pixelToFlat,
  pixelToMetric,
  projectFlat,
  projectPoint,
  traceRay,
} from './camera.js';
import { distort, undistort } from './distortion.js';
import { epipolarSegment } from './epipolar.js';

const sensor: Sensor = { widthPx: 1280, heightPx: 1024, pixelWidthMm: 0.012, pixelHeightMm: 0.012, field: 0 };
const water: Media = { air: 1, glass: 1.49, water: 1.33, glassThicknessMm: 5 };
const noWater: Media = { air: 1, glass: 1, water: 1, glassThicknessMm: 1 };
const point = { x: 0, y: 0 };
const ray = { values: new Float64Array(6) };
const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);

describe('camera', () => {
  it('projects as a pinhole without refraction', () => {
    const calibration = plainCalibration({
      positionMm: [0, 0, 40],
      principalDistanceMm: 10,
      glassMm: [0, 0, 20],
    });
    projectFlat(createCamera(calibration, noWater, sensor), 10, 5, -20, point);
    expect(point.x).toBeCloseTo(10 / 6, 12);
    expect(point.y).toBeCloseTo(5 / 6, 12);
  });

  it('bends a ray at both faces of the glass', () => {
    const calibration = plainCalibration({ glassMm: [0.0001, 0.00001, 1] });
    const turned = Float64Array.of(1, 0.2, -0.3, 0.2, 1, 0, -0.3, 0, 1);
    traceRay({ ...createCamera(calibration, water, sensor), rotation: turned }, 100, 100, ray);
    const expected = [110.406944, 88.325788, 0.988076, 0.38796, 0.310405, -0.867834];
    for (const [i, value] of expected.entries()) expect(ray.values[i]!).toBeCloseTo(value, 5);
  });

  it('gives the ends of an epipolar segment through glass and water', () => {
    const camera = (x: number) => ({
      ...createCamera(plainCalibration({ positionMm: [x, 0, 100] }), water, sensor),
      rotation: identity,
    });
    const segment = new Float64Array(4);
    const volume = { xMm: [0, 10], zMinMm: [-50, -50], zMaxMm: [50, 50] } as const;
    epipolarSegment(camera(10), camera(-10), volume, 10, 10, segment);
    const expected = [26.44927852, 10.08218486, 51.60078764, 10.04378909];
    for (const [i, value] of expected.entries()) expect(segment[i]!).toBeCloseTo(value, 4);
  });

  it('skews by the affine part', () => {
    const distortion = { k1: 0, k2: 0, k3: 0, p1: 0, p2: 0, scx: 1, she: 1 };
    distort(plainCalibration({ distortion }), 1, 1, point);
    expect(point.x).toBeCloseTo(0.158529, 5);
    expect(point.y).toBeCloseTo(0.540302, 5);
  });

  it('comes back from distortion and from pixels', () => {
    const lens = plainCalibration({
      principalPointMm: [0.1, -0.2],
      distortion: { k1: 0.001, k2: -1e-5, k3: 1e-8, p1: 1e-4, p2: -2e-4, scx: 1.002, she: 0.003 },
    });
    const camera = createCamera(lens, noWater, sensor);
    for (const [x, y] of [
      [0, 0],
      [5, -4],
      [-6.5, 3],
    ] as const) {
      distort(lens, x, y, point);
      undistort(lens, point.x, point.y, 1e-9, point);
      expect(Math.hypot(point.x - x, point.y - y)).toBeLessThan(1e-6);
      metricToPixel(camera, x, y, point);
      pixelToMetric(camera, point.x, point.y, point);
      expect(Math.hypot(point.x - x, point.y - y)).toBeLessThan(1e-12);
    }
  });

  it('equals the pinhole when all indices are equal, however thick the glass', () => {
    const calibration = plainCalibration({ anglesRad: [0.1, -0.2, 0.3] });
    const [bent, thin] = [6, 0].map((glassThicknessMm) =>
      createCamera(calibration, { air: 1.33, glass: 1.33, water: 1.33, glassThicknessMm }, sensor),
    );
    traceRay(bent!, 3, 4, ray);
    const [px, py, pz] = Array.from(ray.values);
    projectFlat(thin!, px!, py!, pz!, point);
    expect(Math.hypot(point.x - 3, point.y - 4)).toBeLessThan(1e-9);
  });
});

(hasReference ? describe : describe.skip)('cameras of the reference experiment', () => {
  const media: Media = { air: 1, glass: 1.33, water: 1.46, glassThicknessMm: 6 };
  const cameras = () =>
    [1, 2, 3, 4].map((number) => {
      const { calibration } = readCalibrationFiles(referencePath('cavity_A'), `cal/cam${number}.tif`);
      return createCamera(calibration as Calibration, media, sensor);
    });

  it('project points through glass and water as the reference does', () => {
    const at = readCsv('cavity_A', 'expected', 'geometry.csv');
    const all = cameras();
    const offPx = at.i!.map((_, row) => {
      projectPoint(all[at.cam![row]! - 1]!, at.X![row]!, at.Y![row]!, at.Z![row]!, point);
      return Math.hypot(point.x - at.u_px![row]!, point.y - at.v_px![row]!);
    });
    // The points are given to 1e-6 mm, which is 1e-5 px on these cameras.
    expect(Math.max(...offPx)).toBeLessThan(1e-5);
  });

  it('have its epipolar lines', () => {
    const at = readCsv('cavity_A', 'expected', 'epipolar.csv');
    const all = cameras();
    const segment = new Float64Array(4);
    const offPx = at.i!.map((_, row) => {
      const [from, to] = [all[at.cam_from![row]! - 1]!, all[at.cam_to![row]! - 1]!];
      pixelToFlat(from, at.u_px![row]!, at.v_px![row]!, 1e-5, point);
      const z = at.pt![row]! * 20 - 20;
      epipolarSegment(
        from,
        to,
        { xMm: [-40, 40], zMinMm: [z, z], zMaxMm: [20, 20] },
        point.x,
        point.y,
        segment,
      );
      distort(to.calibration, segment[0]!, segment[1]!, point);
      metricToPixel(to, point.x, point.y, point);
      return Math.hypot(point.x - at.u2_px![row]!, point.y - at.v2_px![row]!);
    });
    expect(Math.max(...offPx)).toBeLessThan(1e-5);
  });
});
