import { metricSpecs } from '../metric-specs.js';
import type { PlanePoint } from '../rectification/points.js';
import { metricsOf, type RiverResults } from '../results.js';
import { lengthText } from '../scaffold/units.js';
import { degreesOf } from '../search-lines.js';
import { gridRejectionText } from '../velocimetry/index.js';
import { velocityMethodOf } from '../velocity-search.js';
import { framesPerSecond } from '../video/fraction.js';

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

/** All that is known of each vertical: directions are degrees clockwise from the y axis (north). */
export function linesTable({ measured, discharge }: RiverResults): string {
  const header = [
    'line',
    'station_m',
    'velocity_m_s',
    'direction_deg',
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
    const { quality, angleDeg } = first?.velocity ?? {};
    return [
      line.id,
      line.stationM.toFixed(4),
      number(velocityMps),
      velocityMps === null ? '' : flowDirectionDeg(line.direction, velocityMps).toFixed(2),
      number(uncertaintyMps),
      panel?.source ?? '',
      number(panel?.surfaceVelocityMps ?? null),
      cell(reason ?? ''),
      number(angleDeg ?? null),
      number(quality?.coherency ?? null),
      number(quality?.signalToNoise ?? null),
      number(quality?.mirrored ?? null),
      number(quality?.texture ?? null),
      line.center[0].toFixed(4),
      line.center[1].toFixed(4),
    ].join(',');
  });
  return lines([header, ...rows]);
}

/** Every window of a grid, kept or not. */
export function vectorsTable({ measured: { vectors } }: RiverResults): string {
  const header =
    'vertical,x_m,y_m,velocity_x_m_s,velocity_y_m_s,direction_deg,uncertainty_m_s,signal_to_noise,reason';
  const rows = vectors.map(({ vertical, place, velocityMps, uncertaintyMps, signalToNoise, rejection }) =>
    [
      vertical,
      place[0].toFixed(4),
      place[1].toFixed(4),
      number(velocityMps?.[0] ?? null),
      number(velocityMps?.[1] ?? null),
      velocityMps === null ? '' : degreesOf(velocityMps).toFixed(2),
      number(uncertaintyMps),
      number(signalToNoise),
      rejection === null ? '' : gridRejectionText[rejection],
    ].join(','),
  );
  return lines([header, ...rows]);
}

/** Where the water flows to: against the line where its velocity is negative. */
function flowDirectionDeg(direction: PlanePoint, velocityMps: number): number {
  return (degreesOf(direction) + (velocityMps < 0 ? 180 : 0)) % 360;
}

/** Everything as JSON, SI units in the names; the water level also as people of the site know it. */
export function resultsJson(results: RiverResults): string {
  const { site, params, video, discharge, reprojection } = results;
  const { widthPx, heightPx, frameRate, durationS, codec } = video.facts;
  const units = Object.fromEntries(metricSpecs.map(({ name, unit }) => [name, unit]));
  const json = {
    video: video.file.name,
    video_facts: {
      width_px: widthPx,
      height_px: heightPx,
      frames_per_second: framesPerSecond(frameRate),
      duration_s: durationS,
      codec,
    },
    measurement_date: params.measurement_date,
    comment: params.comment,
    water_level_m: site.levelM,
    water_level: lengthText(site.levelM, site.scaffold.displayUnits),
    alpha: params.alpha ?? site.scaffold.alpha,
    rectification: site.rectification.method,
    pixel_size_m: site.scaffold.pixelM,
    velocity_method: velocityMethodOf(site, params),
    discharge_method: params.discharge_method,
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
