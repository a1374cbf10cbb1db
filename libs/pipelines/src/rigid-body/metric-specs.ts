import type { MetricDirection, MetricSpec } from '../contract.js';

/** Parameters that change the scale of the cost itself. */
const scalesCost = ['weights.*', 'optimization.robust_loss_*', 'optimization.use_robust_loss'];

const length = (name: string, title: string, description: string, optional?: true): MetricSpec => ({
  name,
  title,
  unit: 'mm',
  direction: name.startsWith('noisy_') ? null : 'minimize',
  description,
  ...(optional && { optional }),
});

const count = (
  name: string,
  title: string,
  unit: string,
  direction: MetricDirection | null,
  description: string,
): MetricSpec => ({ name, title, unit, direction, description });

const cost = (
  name: string,
  title: string,
  unit: string,
  direction: MetricDirection | null,
  description: string,
): MetricSpec => ({
  ...count(name, title, unit, direction, description),
  incomparableAcross: scalesCost,
});

/** All metrics of the rigid-body pipeline. */
export const metricSpecs: readonly MetricSpec[] = [
  length(
    'edge_error_mean_mm',
    'Edge error',
    'Mean over frames and edges of |solved length − median measured length|.',
  ),
  length('edge_error_max_mm', 'Largest edge error', 'Largest |solved length − median measured length|.'),
  length(
    'edge_std_mm',
    'Edge deviation',
    'Mean over edges of the standard deviation of the solved length over time.',
  ),
  length(
    'centroid_jitter_mm',
    'Centroid jitter',
    'Mean length of the second difference of the solved centroid.',
  ),
  length(
    'noisy_edge_error_mean_mm',
    'Edge error as measured',
    'As edge_error_mean_mm, of the measured points.',
  ),
  length(
    'noisy_edge_error_max_mm',
    'Largest edge error as measured',
    'As edge_error_max_mm, of the measured points.',
  ),
  length('noisy_edge_std_mm', 'Edge deviation as measured', 'As edge_std_mm, of the measured points.'),
  length(
    'noisy_centroid_jitter_mm',
    'Centroid jitter as measured',
    'As centroid_jitter_mm, of the measured points; absent where no three frames in a row are complete.',
    true,
  ),
  length(
    'position_error_mean_mm',
    'Position error',
    'Mean distance of the solved points from the truth.',
    true,
  ),
  length(
    'position_error_max_mm',
    'Largest position error',
    'Largest distance of a solved point from the truth.',
    true,
  ),
  length(
    'noisy_position_error_mean_mm',
    'Position error as measured',
    'As position_error_mean_mm, of the measured points.',
    true,
  ),
  {
    name: 'improvement_percent',
    title: 'Improvement',
    unit: '%',
    direction: 'maximize',
    description: 'Share by which the mean position error is lower solved than measured.',
    optional: true,
  },
  cost('initial_cost', 'Cost at the start', '1', null, 'Half the sum of the losses at the starting state.'),
  cost('final_cost', 'Cost at the end', '1', 'minimize', 'Half the sum of the losses at the solution.'),
  cost(
    'cost_reduction_percent',
    'Cost reduction',
    '%',
    'maximize',
    'Share by which the cost fell from start to end.',
  ),
  count('iterations', 'Iterations', '1', 'minimize', 'Steps tried, over all chunks and the whole.'),
  count(
    'converged',
    'Converged',
    '1',
    'maximize',
    '1 where the solver found a minimum, 0 where it was stopped before.',
  ),
  count('solve_time_s', 'Solving time', 's', 'minimize', 'Time from the start state to the solution.'),
  count('frames_used', 'Frames used', 'frames', null, 'Frames that were solved.'),
];
