/** How far and how straight particles go from frame to frame. */
export interface TrackingLimits {
  /** Least and greatest step in x, y and z, mm a frame; a step must lie between them. */
  readonly minStepMm: readonly [number, number, number];
  readonly maxStepMm: readonly [number, number, number];
  /** Most change of direction, gon (400 to the full circle). */
  readonly maxAngleGon: number;
  /** Most change of the step, mm a frame². */
  readonly maxAccelerationMm: number;
  /** Whether particles that only some targets speak for are added to the frames. */
  readonly adding: 'on' | 'off';
}
