import type { MetricSpec } from '../contract.js';

const metric = (
  name: string,
  title: string,
  unit: string,
  description: string,
  more: Partial<MetricSpec> = {},
): MetricSpec => ({ name, title, unit, direction: null, description, ...more });

const minimize = { direction: 'minimize' } as const;

/** All metrics of river discharge. */
export const metricSpecs: readonly MetricSpec[] = [
  metric('discharge_m3_s', 'Discharge', 'm³/s', 'Water that flows through the section.', {
    main: true,
    relation: { title: 'Rating curve', to: 'water_level_m', law: 'power-law' },
  }),
  metric('water_level_m', 'Water level', 'm', 'Elevation of the water surface in the datum of the survey.'),
  metric('uncertainty_percent', 'Uncertainty (ISO 748)', '%', 'Of the discharge, at about 95 % confidence.', {
    ...minimize,
    optional: true,
  }),
  metric(
    'uncertainty_ive_percent',
    'Uncertainty (IVE)',
    '%',
    'By the interpolated variance estimator, at about 95 %.',
    {
      ...minimize,
      optional: true,
    },
  ),
  metric('area_m2', 'Area', 'm²', 'Wetted area of the section.'),
  metric('width_m', 'Width', 'm', 'Width of the water surface.'),
  metric('max_depth_m', 'Greatest depth', 'm', 'Depth of the lowest point of the section.'),
  metric('hydraulic_radius_m', 'Hydraulic radius', 'm', 'Wetted area over wetted perimeter.'),
  metric('mean_velocity_m_s', 'Mean velocity', 'm/s', 'Discharge over the area of the verticals.'),
  metric(
    'mean_surface_velocity_m_s',
    'Mean surface velocity',
    'm/s',
    'Weighted by width, filled verticals included.',
  ),
  metric('max_surface_velocity_m_s', 'Greatest surface velocity', 'm/s', 'Of a vertical.'),
  metric('verticals', 'Verticals', 'verticals', 'Search lines in the water.'),
  metric('verticals_measured', 'Measured verticals', 'verticals', 'Those whose velocity was accepted.', {
    direction: 'maximize',
  }),
  metric('measured_percent', 'Measured', '%', 'Share of the verticals whose velocity was accepted.', {
    direction: 'maximize',
  }),
  metric('filled_discharge_percent', 'Filled', '%', 'Share of the discharge in filled verticals.', minimize),
  metric('reprojection_px', 'Reprojection error', 'px', 'Root mean square of the control points.', minimize),
  metric('reprojection_m', 'Error on the ground', 'm', 'Root mean square of the control points.', minimize),
  metric('frames', 'Frames', 'frames', 'Frames that were used.'),
  metric('frame_interval_s', 'Frame interval', 's', 'Time between two frames that were used.'),
];
