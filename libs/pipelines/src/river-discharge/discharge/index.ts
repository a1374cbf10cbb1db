export {
  type Bank,
  type CrossSection,
  depthAt,
  readSection,
  type WettedSection,
  type Wetting,
  wetSection,
} from './cross-section.js';
export { computeDischarge, type Discharge, type DischargeSettings } from './discharge.js';
export { defaultGapSettings, fillGaps, type GapFilling, type GapSettings } from './fill-gaps.js';
export type { DischargeMethod, Panel } from './panels.js';
export { type DischargeUncertainty, defaultUncertainty, type UncertaintySettings } from './uncertainty.js';
export type { MeasuredVertical, VelocitySource, Vertical } from './verticals.js';
