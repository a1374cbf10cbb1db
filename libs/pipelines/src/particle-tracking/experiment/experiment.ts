import type { Calibration, Media, Sensor } from '../camera/calibration.js';
import type { Volume } from '../camera/epipolar.js';
import type { SpotLimits } from '../detection/detect.js';
import type { MatchLimits } from '../matching/candidates.js';
import type { TrackingLimits } from '../tracking/limits.js';

/** One camera of an experiment. */
export interface ExperimentCamera {
  /** Name of its pictures within the directory, with the frame number as `%d`, `%04d`, or to be put at the end. */
  readonly images: string;
  /** Calibration files are this name with `.ori` and `.addpar`. */
  readonly calibrationName: string;
  readonly calibration: Calibration;
  /** Grey that a pixel of a target must exceed, 0…255. */
  readonly threshold: number;
}

/** Everything an experiment directory says besides its pictures. */
export interface Experiment {
  readonly cameras: readonly ExperimentCamera[];
  readonly sensor: Sensor;
  readonly media: Media;
  readonly highPass: 'on' | 'off';
  readonly seenBy: 'all_cameras' | 'any_cameras';
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly volume: Volume;
  readonly match: MatchLimits;
  readonly spots: Omit<SpotLimits, 'threshold'>;
  readonly tracking: TrackingLimits;
  /** detect: find targets in the pictures; stored: take the files of targets beside them. */
  readonly targets: 'detect' | 'stored';
}
