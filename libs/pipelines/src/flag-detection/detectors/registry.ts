import { outlierSize, positionJump } from './body.js';
import { incomplete, missingFrames, noEmbryo } from './completeness.js';
import type { Detector } from './detector.js';
import { dark, empty, saturated } from './exposure.js';
import { motionBlur, outOfFocus } from './sharpness.js';

/** All detectors, in the order in which they are offered and run. Adding one means one line here. */
export const detectors: readonly Detector[] = [
  motionBlur,
  outOfFocus,
  saturated,
  dark,
  empty,
  missingFrames,
  outlierSize,
  positionJump,
  noEmbryo,
  incomplete,
];
