import type { Experiment } from './experiment/experiment.js';
import type { ParticleTrackingParams } from './params.js';

/** An experiment as it is to be processed: what the parameters give goes over what the directory says. */
export function withParams(experiment: Experiment, params: ParticleTrackingParams): Experiment {
  const { preprocess, detection, correspondence, tracking } = params;
  const step = tracking.max_step_mm;
  const limits = experiment.tracking;
  const spots = experiment.spots;
  return {
    ...experiment,
    cameras: experiment.cameras.map((camera, c) => ({
      ...camera,
      threshold: detection.thresholds?.[c] ?? detection.thresholds?.[0] ?? camera.threshold,
    })),
    firstFrame: params.first_frame ?? experiment.firstFrame,
    lastFrame: params.last_frame ?? experiment.lastFrame,
    highPass: preprocess.high_pass === 'as_given' ? experiment.highPass : preprocess.high_pass,
    targets: detection.targets === 'as_given' ? experiment.targets : detection.targets,
    seenBy: correspondence.seen_by === 'as_given' ? experiment.seenBy : correspondence.seen_by,
    spots: {
      discontinuity: detection.discontinuity ?? spots.discontinuity,
      minPixels: detection.min_pixels ?? spots.minPixels,
      maxPixels: detection.max_pixels ?? spots.maxPixels,
      minWidth: detection.min_width ?? spots.minWidth,
      maxWidth: detection.max_width ?? spots.maxWidth,
      minHeight: detection.min_height ?? spots.minHeight,
      maxHeight: detection.max_height ?? spots.maxHeight,
      minGreySum: detection.min_grey_sum ?? spots.minGreySum,
    },
    match: {
      bandMm: correspondence.band_mm ?? experiment.match.bandMm,
      minPixelRatio: correspondence.min_pixel_ratio ?? experiment.match.minPixelRatio,
      minWidthRatio: correspondence.min_width_ratio ?? experiment.match.minWidthRatio,
      minHeightRatio: correspondence.min_height_ratio ?? experiment.match.minHeightRatio,
      minGreyRatio: correspondence.min_grey_ratio ?? experiment.match.minGreyRatio,
      minScore: correspondence.min_score ?? experiment.match.minScore,
    },
    tracking: {
      minStepMm: step === null ? limits.minStepMm : [-step, -step, -step],
      maxStepMm: step === null ? limits.maxStepMm : [step, step, step],
      maxAngleGon: tracking.max_angle_gon ?? limits.maxAngleGon,
      maxAccelerationMm: tracking.max_acceleration_mm ?? limits.maxAccelerationMm,
      adding: tracking.add_particles === 'as_given' ? limits.adding : tracking.add_particles,
    },
  };
}
