/** Velocities where none was measured, from depth and the neighbours; each is marked as filled. */
import type { Vertical } from './verticals.js';

export type GapFilling = 'froude' | 'log-law' | 'none';

export interface GapSettings {
  readonly method: GapFilling;
  /** Height above the bed at which the logarithmic profile is 0; a thirtieth of the size of the bed's grains. */
  readonly roughnessLengthM: number;
}

export const defaultGapSettings: GapSettings = { method: 'froude', roughnessLengthM: 0.005 };

const gravityMps2 = 9.80665;

/**
 * Surface velocity that a unit of the carried quantity means at this depth.
 * Froude number: v = Fr √(g d) (Le Coz et al., Flow Measurement and Instrumentation 21, 2010).
 * Log law: v = (u/κ) ln(d/z0) with the shear velocity u = √(g d S), so that what is carried is √S/κ (Prandtl-von Kármán).
 */
function velocityOfUnit({ method, roughnessLengthM }: GapSettings, depthM: number): number {
  const wave = Math.sqrt(gravityMps2 * depthM);
  return method === 'froude' ? wave : wave * Math.max(0, Math.log(depthM / roughnessLengthM));
}

/**
 * Fills `missing` verticals: the Froude number (or friction slope, for the log law) is taken linearly between the nearest
 * measured neighbours, and from the nearest one beyond the last. With method `none`, or nothing measured, they stay.
 */
export function fillGaps(verticals: readonly Vertical[], settings: GapSettings): Vertical[] {
  const carried = (vertical: Vertical) => {
    const unit = velocityOfUnit(settings, vertical.depthM);
    return vertical.source === 'measured' && unit > 0 ? vertical.surfaceVelocityMps / unit : null;
  };
  const known = verticals.flatMap((vertical) => {
    const value = carried(vertical);
    return value === null ? [] : [{ stationM: vertical.stationM, value }];
  });
  if (settings.method === 'none' || known.length === 0) return [...verticals];
  return verticals.map((vertical) => {
    if (vertical.source !== 'missing') return vertical;
    const surfaceVelocityMps = between(known, vertical.stationM) * velocityOfUnit(settings, vertical.depthM);
    const meanVelocityMps = vertical.alpha * surfaceVelocityMps;
    return { ...vertical, surfaceVelocityMps, meanVelocityMps, source: 'filled' };
  });
}

function between(known: readonly { stationM: number; value: number }[], stationM: number): number {
  const after = known.findIndex((point) => point.stationM >= stationM);
  if (after < 0) return known.at(-1)!.value;
  if (after === 0) return known[0]!.value;
  const [a, b] = [known[after - 1]!, known[after]!];
  return a.value + ((b.value - a.value) * (stationM - a.stationM)) / (b.stationM - a.stationM);
}
