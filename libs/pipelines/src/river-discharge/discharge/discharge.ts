/** Discharge of a river from surface velocities in a surveyed cross-section. */
import { depthAt, publishedDepthAt, type WettedSection } from './cross-section.js';
import { fillGaps, type GapSettings } from './fill-gaps.js';
import { type DischargeMethod, meanSectionPanels, midSectionPanels, type Panel } from './panels.js';
import {
  type DischargeUncertainty,
  interpolatedVarianceUncertainty,
  iso748Uncertainty,
  type UncertaintySettings,
} from './uncertainty.js';
import { type MeasuredVertical, placeVerticals } from './verticals.js';

export interface DischargeSettings {
  readonly method: DischargeMethod;
  readonly gaps: GapSettings;
  readonly uncertainty: UncertaintySettings;
}

export interface Discharge {
  readonly method: DischargeMethod;
  /** From the start bank to the other, edges and unused verticals included; shares add up to the totals. */
  readonly panels: readonly Panel[];
  readonly totalM3ps: number;
  /** Sum of the panels' areas, which `meanVelocityMps` refers to; the water's own area is `wetted.areaM2`. */
  readonly panelAreaM2: number;
  readonly wetted: WettedSection;
  /** Total over the area of the panels. */
  readonly meanVelocityMps: number;
  /** Surface velocities of measured and filled verticals, weighted by width; their largest. */
  readonly meanSurfaceVelocityMps: number;
  readonly maxSurfaceVelocityMps: number;
  /** Wetted area over wetted perimeter. */
  readonly hydraulicRadiusM: number;
  readonly measured: number;
  readonly filled: number;
  /** Verticals without a velocity, counted as 0. */
  readonly missing: number;
  /** Share of the total that flows in filled verticals. */
  readonly filledShare: number;
  readonly iso748: DischargeUncertainty | null;
  readonly interpolatedVariance: DischargeUncertainty | null;
}

/**
 * Discharge from verticals: depths from the section, gaps filled and marked, panels, totals and uncertainty. Negative
 * velocities (backwater) count negative. @throws RangeError as `placeVerticals`
 */
export function computeDischarge(
  wetted: WettedSection,
  measured: readonly MeasuredVertical[],
  settings: DischargeSettings,
): Discharge {
  const depthRule = settings.method === 'published' ? publishedDepthAt : depthAt;
  const verticals = fillGaps(placeVerticals(wetted, measured, depthRule), settings.gaps);
  const panels =
    settings.method === 'mean-section' ? meanSectionPanels(verticals) : midSectionPanels(verticals);
  // Uncertainty is that of verticals: by the mean-section method their edges, at rest and dry, would carry a share.
  const shares = midSectionPanels(verticals);
  const total = (of: (panel: Panel) => number) => panels.reduce((sum, panel) => sum + of(panel), 0);
  const count = (source: Panel['source']) => panels.filter((panel) => panel.source === source).length;
  const totalM3ps = total(({ dischargeM3ps }) => dischargeM3ps);
  const panelAreaM2 = total(({ areaM2 }) => areaM2);
  const filledM3ps = total(({ source, dischargeM3ps }) => (source === 'filled' ? dischargeM3ps : 0));
  return {
    method: settings.method,
    panels,
    totalM3ps,
    panelAreaM2,
    wetted,
    meanVelocityMps: panelAreaM2 > 0 ? totalM3ps / panelAreaM2 : 0,
    ...surfaceVelocities(panels),
    hydraulicRadiusM: wetted.areaM2 / wetted.wettedPerimeterM,
    measured: count('measured'),
    filled: count('filled'),
    missing: count('missing'),
    filledShare: totalM3ps === 0 ? 0 : filledM3ps / totalM3ps,
    iso748: iso748Uncertainty(shares, settings.uncertainty),
    interpolatedVariance: interpolatedVarianceUncertainty(shares, settings.uncertainty),
  };
}

function surfaceVelocities(
  panels: readonly Panel[],
): Pick<Discharge, 'meanSurfaceVelocityMps' | 'maxSurfaceVelocityMps'> {
  const moving = panels.filter(({ source }) => source === 'measured' || source === 'filled');
  const widthM = moving.reduce((sum, panel) => sum + panel.widthM, 0);
  const weighted = moving.reduce((sum, panel) => sum + panel.widthM * panel.surfaceVelocityMps, 0);
  const speeds = moving.map(({ surfaceVelocityMps }) => surfaceVelocityMps);
  return {
    meanSurfaceVelocityMps: widthM > 0 ? weighted / widthM : 0,
    maxSurfaceVelocityMps: speeds.length > 0 ? Math.max(...speeds) : 0,
  };
}
