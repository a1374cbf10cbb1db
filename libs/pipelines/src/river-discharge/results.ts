/** What a job found, once, for tables, figures, metrics and the report. */
import {
  computeDischarge,
  type Discharge,
  defaultGapSettings,
  defaultUncertainty,
} from './discharge/index.js';
import type { MeasuredLine, MeasuredVideo } from './measure-video.js';
import type { RiverDischargeParams } from './params.js';
import type { PreparedVideo } from './prepare.js';
import { type ReprojectionError, reprojectionError } from './rectification/residuals.js';
import { axesOf, type SearchLine } from './search-lines.js';
import type { Video } from './video/open-video.js';

export interface RiverResults {
  readonly site: PreparedVideo;
  readonly params: RiverDischargeParams;
  readonly video: MeasuredFile;
  readonly measured: MeasuredVideo;
  readonly discharge: Discharge;
  readonly reprojection: ReprojectionError;
}

/** The video as a file: its name, and what it says of itself. */
export type MeasuredFile = Pick<Video, 'file' | 'facts'>;

/** Discharge from measured lines: the part of each velocity that is square to the section. */
export function resultsOf(
  site: PreparedVideo,
  params: RiverDischargeParams,
  video: MeasuredFile,
  measured: MeasuredVideo,
): RiverResults {
  const { scaffold, rectification, wetted } = site;
  const alpha = params.alpha ?? scaffold.alpha;
  const reprojection = reprojectionError(rectification, scaffold.controlPoints);
  const verticals = measured.lines.map((line) => verticalOf(line, alpha, normalShare(site, line.line)));
  const discharge = computeDischarge(wetted, verticals, {
    method: params.discharge_method,
    gaps: { ...defaultGapSettings, method: params.gap_filling },
    uncertainty: { ...defaultUncertainty, rectification: reprojection.rmsM / wetted.widthM },
  });
  return { site, params, video, measured, discharge, reprojection };
}

/** Share of a velocity along a search line that flows through the section. */
export function normalShare(
  { scaffold }: Pick<PreparedVideo, 'scaffold'>,
  { direction }: SearchLine,
): number {
  const { downstream } = axesOf(scaffold.section);
  return direction[0] * downstream[0] + direction[1] * downstream[1];
}

function verticalOf(
  { line, velocityMps, uncertaintyMps, reason }: MeasuredLine,
  alpha: number,
  share: number,
) {
  return {
    id: line.id,
    stationM: line.stationM,
    surfaceVelocityMps: velocityMps === null ? null : velocityMps * share,
    uncertaintyMps: uncertaintyMps === null ? null : Math.abs(uncertaintyMps * share),
    alpha,
    use: 'used' as const,
    reason,
  };
}

/** Values of all metrics by name; those that cannot be told are left out. */
export function metricsOf({ site, measured, discharge, reprojection }: RiverResults): Record<string, number> {
  const { wetted } = site;
  const verticals = measured.lines.length;
  return {
    discharge_m3_s: discharge.totalM3ps,
    water_level_m: site.levelM,
    ...(discharge.iso748 && { uncertainty_percent: 100 * discharge.iso748.u95 }),
    ...(discharge.interpolatedVariance && {
      uncertainty_ive_percent: 100 * discharge.interpolatedVariance.u95,
    }),
    area_m2: wetted.areaM2,
    width_m: wetted.widthM,
    max_depth_m: wetted.maxDepthM,
    hydraulic_radius_m: discharge.hydraulicRadiusM,
    mean_velocity_m_s: discharge.meanVelocityMps,
    mean_surface_velocity_m_s: discharge.meanSurfaceVelocityMps,
    max_surface_velocity_m_s: discharge.maxSurfaceVelocityMps,
    verticals,
    verticals_measured: discharge.measured,
    measured_percent: verticals > 0 ? (100 * discharge.measured) / verticals : 0,
    filled_discharge_percent: 100 * discharge.filledShare,
    reprojection_px: reprojection.rmsPx,
    reprojection_m: reprojection.rmsM,
    frames: measured.frames,
    frame_interval_s: measured.intervalS,
  };
}
