/**
 * Cameras as labs calibrate them: pinhole with lens distortion (Brown), affine skew, and flat glass between air and
 * water. Space in mm, angles in radians, pictures in mm on the sensor (x right, y up, 0 in the middle) or in pixels.
 */

export interface Distortion {
  readonly k1: number;
  readonly k2: number;
  readonly k3: number;
  readonly p1: number;
  readonly p2: number;
  /** Scale in x. */
  readonly scx: number;
  /** Skew in radians. */
  readonly she: number;
}

export const noDistortion: Distortion = { k1: 0, k2: 0, k3: 0, p1: 0, p2: 0, scx: 1, she: 0 };

/** What a camera's calibration files hold. */
export interface Calibration {
  /** Projection centre. */
  readonly positionMm: readonly [number, number, number];
  /** omega, phi, kappa. */
  readonly anglesRad: readonly [number, number, number];
  /** Principal point on the sensor. */
  readonly principalPointMm: readonly [number, number];
  readonly principalDistanceMm: number;
  /** From the origin to the glass, square to it; its length is the distance of the inner face from the origin. */
  readonly glassMm: readonly [number, number, number];
  readonly distortion: Distortion;
}

/** Refractive indices from the camera to the particles, and the thickness of the glass. */
export interface Media {
  readonly air: number;
  readonly glass: number;
  readonly water: number;
  readonly glassThicknessMm: number;
}

export interface Sensor {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelWidthMm: number;
  readonly pixelHeightMm: number;
  /** 0 whole frames; 1 odd lines, 2 even lines of interlaced ones. */
  readonly field: 0 | 1 | 2;
}

/** Rotation from camera to space by omega, phi, kappa: 9 numbers, row by row. */
export function rotationMatrix([omega, phi, kappa]: readonly [number, number, number]): Float64Array {
  const [co, so, cp, sp] = [Math.cos(omega), Math.sin(omega), Math.cos(phi), Math.sin(phi)];
  const [ck, sk] = [Math.cos(kappa), Math.sin(kappa)];
  return Float64Array.of(
    cp * ck,
    -cp * sk,
    sp,
    co * sk + so * sp * ck,
    co * ck - so * sp * sk,
    -so * cp,
    so * sk - co * sp * ck,
    so * ck + co * sp * sk,
    co * cp,
  );
}
