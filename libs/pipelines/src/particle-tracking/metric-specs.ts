import type { MetricDirection, MetricSpec } from '../contract.js';

const metric = (
  name: string,
  title: string,
  unit: string,
  direction: MetricDirection | null,
  description: string,
  optional?: 'optional',
): MetricSpec => ({ name, title, unit, direction, description, ...(optional && { optional: true }) });

/** All metrics of particle tracking; those of tracking are absent where it is switched off. */
export const metricSpecs: readonly MetricSpec[] = [
  metric('frames', 'Frames', 'frames', null, 'Frames that were processed.'),
  metric('targets_mean', 'Targets', 'targets', null, 'Mean number of targets of a camera in a frame.'),
  ...[1, 2, 3, 4].map((camera) =>
    metric(
      `targets_cam${camera}_mean`,
      `Targets of camera ${camera}`,
      'targets',
      null,
      `Mean number of targets in a frame of camera ${camera}.`,
      'optional',
    ),
  ),
  metric(
    'quadruplets_mean',
    'Quadruplets',
    'particles',
    null,
    'Mean number of particles a frame that four cameras see.',
  ),
  metric(
    'triplets_mean',
    'Triplets',
    'particles',
    null,
    'Mean number of particles a frame that three cameras see.',
  ),
  metric('pairs_mean', 'Pairs', 'particles', null, 'Mean number of particles a frame that two cameras see.'),
  metric(
    'positions_mean',
    'Particles',
    'particles',
    'maximize',
    'Mean number of particles located in a frame.',
  ),
  metric(
    'residual_mean_mm',
    'Residual',
    'mm',
    'minimize',
    'Mean distance between the rays of a particle, over all particles located; 0 with one camera.',
  ),
  metric(
    'tracked_percent',
    'Tracked fraction',
    '%',
    'maximize',
    'Share of the particles, those of the last frame apart, that are linked to one of the next frame.',
    'optional',
  ),
  metric('links', 'Links', '1', 'maximize', 'Links from one frame to the next.', 'optional'),
  metric('added', 'Particles added', 'particles', null, 'Particles that tracking added.', 'optional'),
  metric('tracks', 'Tracks', 'tracks', null, 'Tracks of at least two frames.', 'optional'),
  metric(
    'track_length_mean',
    'Track length',
    'frames',
    'maximize',
    'Mean number of frames of the tracks of at least two.',
    'optional',
  ),
  metric(
    'measure_time_s',
    'Time to measure',
    's',
    'minimize',
    'Time for detection, correspondences and positions.',
  ),
  metric('track_time_s', 'Time to track', 's', 'minimize', 'Time for tracking.', 'optional'),
  metric('frame_time_s', 'Time per frame', 's', 'minimize', 'Time to measure and to track, per frame.'),
];
