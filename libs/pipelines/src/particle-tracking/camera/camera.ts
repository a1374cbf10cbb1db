import { type Calibration, type Media, rotationMatrix, type Sensor } from './calibration.js';
import { distort, undistort } from './distortion.js';

// Looked up once: in the innermost loops that is felt.
const { abs, hypot, sqrt } = Math;

export interface Point2 {
  x: number;
  y: number;
}

/** A ray in the water: a point on the inner face of the glass, and a direction of length 1. */
export interface Ray {
  /** x, y, z of the point, then of the direction. */
  readonly values: Float64Array;
}

/** A calibrated camera with what is needed again and again worked out once. */
export interface Camera {
  readonly calibration: Calibration;
  readonly media: Media;
  readonly sensor: Sensor;
  /** From camera to space, row by row. */
  readonly rotation: Float64Array;
  /** Unit vector from the glass to the camera; its inner face is where a point times this is `glassDistance`. */
  readonly normal: Float64Array;
  readonly glassDistance: number;
  /** Of the projection centre from the inner face of the glass. */
  readonly height: number;
  /** All indices equal: no ray is bent. */
  readonly straight: boolean;
}

export function createCamera(calibration: Calibration, media: Media, sensor: Sensor): Camera {
  const { glassMm, positionMm, anglesRad } = calibration;
  const glassDistance = hypot(...glassMm);
  const normal = Float64Array.from(glassMm, (value) => value / glassDistance);
  const height = dot3(normal, positionMm) - glassDistance;
  const straight = media.air === media.glass && media.glass === media.water;
  const rotation = rotationMatrix(anglesRad);
  return { calibration, media, sensor, rotation, normal, glassDistance, height, straight };
}

/** Pixels to mm on the sensor. */
export function pixelToMetric({ sensor }: Camera, xPx: number, yPx: number, out: Point2): void {
  const y = sensor.field === 0 ? yPx : sensor.field === 1 ? 2 * yPx + 1 : 2 * yPx;
  out.x = (xPx - sensor.widthPx / 2) * sensor.pixelWidthMm;
  out.y = (sensor.heightPx / 2 - y) * sensor.pixelHeightMm;
}

/** Mm on the sensor to pixels. */
export function metricToPixel({ sensor }: Camera, xMm: number, yMm: number, out: Point2): void {
  const y = sensor.heightPx / 2 - yMm / sensor.pixelHeightMm;
  out.x = xMm / sensor.pixelWidthMm + sensor.widthPx / 2;
  out.y = sensor.field === 0 ? y : sensor.field === 1 ? (y - 1) / 2 : y / 2;
}

/** Pixels to mm of an ideal lens. */
export function pixelToFlat(
  camera: Camera,
  xPx: number,
  yPx: number,
  toleranceMm: number,
  out: Point2,
): void {
  pixelToMetric(camera, xPx, yPx, out);
  undistort(camera.calibration, out.x, out.y, toleranceMm, out);
}

/** The ray through an ideal point of the sensor (mm), bent at both faces of the glass by Snell's law. */
export function traceRay(camera: Camera, x: number, y: number, ray: Ray): void {
  const { rotation: r, normal: n, media, height, calibration } = camera;
  const { principalDistanceMm: c, positionMm } = calibration;
  const out = ray.values;
  const length = sqrt(x * x + y * y + c * c);
  let dx = (r[0]! * x + r[1]! * y - r[2]! * c) / length;
  let dy = (r[3]! * x + r[4]! * y - r[5]! * c) / length;
  let dz = (r[6]! * x + r[7]! * y - r[8]! * c) / length;
  const thickness = media.glassThicknessMm;
  let cosine = dx * n[0]! + dy * n[1]! + dz * n[2]!;
  const toGlass = (thickness - height) / cosine;
  let [px, py, pz] = [
    positionMm[0] + dx * toGlass,
    positionMm[1] + dy * toGlass,
    positionMm[2] + dz * toGlass,
  ];
  for (let face = 0; face < 2; face++) {
    const ratio = face === 0 ? media.air / media.glass : media.glass / media.water;
    const [sideX, sideY, sideZ] = [dx - n[0]! * cosine, dy - n[1]! * cosine, dz - n[2]! * cosine];
    const side = sqrt(sideX * sideX + sideY * sideY + sideZ * sideZ);
    const sine = sqrt(1 - cosine * cosine) * ratio;
    const into = -sqrt(1 - sine * sine);
    const stretch = side > 0 ? sine / side : 0;
    dx = sideX * stretch + n[0]! * into;
    dy = sideY * stretch + n[1]! * into;
    dz = sideZ * stretch + n[2]! * into;
    cosine = into;
    if (face === 1) break;
    const through = thickness / abs(cosine);
    px += dx * through;
    py += dy * through;
    pz += dz * through;
  }
  out[0] = px;
  out[1] = py;
  out[2] = pz;
  out[3] = dx;
  out[4] = dy;
  out[5] = dz;
}

/** Where on the sensor (mm, ideal lens) a point in space (mm) appears through glass and water. */
export function projectFlat(camera: Camera, x: number, y: number, z: number, out: Point2): void {
  const { rotation: r, normal: n, height, calibration, glassDistance } = camera;
  const { positionMm, principalDistanceMm } = calibration;
  let dx = x - positionMm[0];
  let dy = y - positionMm[1];
  let dz = z - positionMm[2];
  if (!camera.straight) {
    // Moved sideways, away from the foot of the camera on the glass, a straight ray goes the way of the bent one.
    const along = x * n[0]! + y * n[1]! + z * n[2]! - glassDistance;
    const ahead = along - height;
    const sideX = dx - n[0]! * ahead;
    const sideY = dy - n[1]! * ahead;
    const sideZ = dz - n[2]! * ahead;
    const aside = sqrt(sideX * sideX + sideY * sideY + sideZ * sideZ);
    const factor = radialShift(camera, aside, along) - 1;
    dx += sideX * factor;
    dy += sideY * factor;
    dz += sideZ * factor;
  }
  const depth = r[2]! * dx + r[5]! * dy + r[8]! * dz;
  out.x = (-principalDistanceMm * (r[0]! * dx + r[3]! * dy + r[6]! * dz)) / depth;
  out.y = (-principalDistanceMm * (r[1]! * dx + r[4]! * dy + r[7]! * dz)) / depth;
}

const SHIFT_TOLERANCE_MM = 0.001;
const MOST_STEPS = 40;

/**
 * By which factor a point must be moved sideways so that a straight ray to it leaves the camera like the bent ray to
 * where it is.
 * @param aside distance of the point from the camera along the glass, mm
 * @param along of the point from the inner face towards the camera (below 0 in the water), mm
 */
function radialShift({ media, height }: Camera, aside: number, along: number): number {
  if (aside === 0) return 1;
  const { air, glass, water, glassThicknessMm: thickness } = media;
  const [toGlass, toWater] = [air / glass, air / water];
  let moved = aside;
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = moved / (height - along);
    const sine = slope / sqrt(1 + slope * slope);
    const inGlass = sine * toGlass;
    const inWater = sine * toWater;
    const reached =
      (height - thickness) * slope +
      (thickness * inGlass) / sqrt(1 - inGlass * inGlass) -
      (along * inWater) / sqrt(1 - inWater * inWater);
    const missing = aside - reached;
    moved += missing;
    if (abs(missing) <= SHIFT_TOLERANCE_MM) return moved / aside;
  }
  return 1;
}

/** The pixel at which a point in space (mm) appears; 0.5 is the middle of the first pixel. */
export function projectPoint(camera: Camera, x: number, y: number, z: number, out: Point2): void {
  projectFlat(camera, x, y, z, out);
  distort(camera.calibration, out.x, out.y, out);
  metricToPixel(camera, out.x, out.y, out);
}

export function dot3(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}
