import { metricSpecs } from '../metric-specs.js';
import { metricsOf, type RiverResults } from '../results.js';
import { lengthText } from '../scaffold/units.js';

/**
 * Verticals from bank to bank, edges included; widths, areas and discharges add up to the totals. In m, m², m/s and m³/s.
 */
export function dischargeTable({ discharge }: RiverResults): string {
  const header = 'ID,Status,Station Distance,Width,Depth,Area,Surface Velocity,α (alpha),Unit Discharge';
  const rows = discharge.panels.map((panel) => {
    const isUsed = panel.source !== 'not-used' && panel.source !== 'missing';
    const numbers = [
      panel.stationM,
      panel.widthM,
      panel.depthM,
      panel.areaM2,
      panel.surfaceVelocityMps,
      panel.alpha,
      panel.dischargeM3ps,
    ];
    return [cell(panel.id), isUsed ? 'Used' : 'Not Used', ...numbers.map((value) => value.toFixed(6))].join(
      ',',
    );
  });
  return lines([header, ...rows]);
}

/** All that is known of each search line. */
export function linesTable({ measured, discharge }: RiverResults): string {
  const header = [
    'line',
    'station_m',
    'velocity_m_s',
    'uncertainty_m_s',
    'source',
    'surface_velocity_m_s',
    'reason',
    'angle_deg',
    'coherency',
    'signal_to_noise',
    'mirrored',
    'texture_grey',
    'x_m',
    'y_m',
  ].join(',');
  const rows = measured.lines.map(({ line, velocityMps, uncertaintyMps, reason, first }) => {
    const panel = discharge.panels.find(({ id }) => id === line.id);
    const { quality, angleDeg } = first.velocity;
    return [
      line.id,
      line.stationM.toFixed(4),
      number(velocityMps),
      number(uncertaintyMps),
      panel?.source ?? '',
      number(panel?.surfaceVelocityMps ?? null),
      cell(reason ?? ''),
      number(angleDeg),
      number(quality.coherency),
      number(quality.signalToNoise),
      number(quality.mirrored),
      number(quality.texture),
      line.center[0].toFixed(4),
      line.center[1].toFixed(4),
    ].join(',');
  });
  return lines([header, ...rows]);
}

/** Everything as JSON, SI units in the names; the water level also as people of the site know it. */
export function resultsJson(results: RiverResults): string {
  const { site, params, videoName, discharge, reprojection } = results;
  const units = Object.fromEntries(metricSpecs.map(({ name, unit }) => [name, unit]));
  const json = {
    video: videoName,
    measurement_date: params.measurement_date,
    comment: params.comment,
    water_level_m: site.levelM,
    water_level: lengthText(site.levelM, site.scaffold.displayUnits),
    alpha: params.alpha ?? site.scaffold.alpha,
    rectification: site.rectification.method,
    metrics: metricsOf(results),
    units,
    uncertainty_shares: discharge.iso748?.contributions ?? null,
    control_points: reprojection.points.map(({ name, errorPx, errorM }) => ({
      name,
      error_px: errorPx,
      error_m: errorM,
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

const lines = (rows: readonly string[]) => `${rows.join('\n')}\n`;
const number = (value: number | null) => (value === null ? '' : value.toFixed(5));
const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
