import { type Calibration, noDistortion } from '../camera/calibration.js';

/** A camera at `positionMm` looking along -z through glass `glassMm`, with anything else as given. */
export function plainCalibration(given: Partial<Calibration>): Calibration {
  return {
    positionMm: [0, 0, 100],
    anglesRad: [0, 0, 0],
    principalPointMm: [0, 0],
    principalDistanceMm: 100,
    glassMm: [0, 0, 50],
    distortion: noDistortion,
    ...given,
  };
}
