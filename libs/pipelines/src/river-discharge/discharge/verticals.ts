/** Verticals of a cross-section: where velocity is known or wanted, from bank to bank. */
import { type DepthRule, depthAt, type WettedSection } from './cross-section.js';

/** What was measured at one station. */
export interface MeasuredVertical {
  readonly id: string;
  readonly stationM: number;
  /** Surface velocity square to the section, downstream positive; null where nothing usable was measured. */
  readonly surfaceVelocityMps: number | null;
  /** Standard uncertainty (1 sigma) of it; null where unknown. */
  readonly uncertaintyMps: number | null;
  /** Mean velocity in the vertical over surface velocity. */
  readonly alpha: number;
  /** A vertical that is not used is listed and counts for nothing; its neighbours take its width. */
  readonly use: 'used' | 'not-used';
  /** Why there is no velocity, or why it is not used. */
  readonly reason: string | null;
}

/**
 * Where a velocity comes from: `measured`; `filled` from its neighbours; `missing`, counted as 0; `edge` of the water;
 * `dry` bed; `not-used`.
 */
export type VelocitySource = 'measured' | 'filled' | 'missing' | 'edge' | 'dry' | 'not-used';

/** One vertical as discharge needs it, edges included, stations rising. */
export interface Vertical {
  readonly id: string;
  readonly stationM: number;
  readonly depthM: number;
  readonly surfaceVelocityMps: number;
  readonly uncertaintyMps: number | null;
  readonly alpha: number;
  /** alpha times surface velocity. */
  readonly meanVelocityMps: number;
  readonly source: VelocitySource;
  readonly reason: string | null;
}

/** Those that take part in the sums. */
export function takesPart({ source }: Vertical): boolean {
  return source !== 'not-used';
}

/**
 * Measured verticals in the wetted section, sorted, with their depths, and the two edges of the water, at rest, added.
 * Those outside the water are `dry`. Two verticals at one station are an error of the caller.
 * @throws RangeError for an alpha outside (0, 1] or two verticals at one station
 */
export function placeVerticals(
  wetted: WettedSection,
  measured: readonly MeasuredVertical[],
  depthRule: DepthRule = depthAt,
): Vertical[] {
  const placed = measured.map((vertical) => placeVertical(vertical, depthRule(wetted, vertical.stationM)));
  const inside = ({ stationM }: Vertical) => stationM > wetted.startEdgeM && stationM < wetted.endEdgeM;
  const used = placed.filter((vertical) => inside(vertical) && takesPart(vertical));
  const others = placed.filter((vertical) => !used.includes(vertical));
  const outside = others.map((vertical) => ({
    ...vertical,
    source: 'not-used' as const,
    reason: why(vertical),
  }));
  const { startEdgeM, endEdgeM } = wetted;
  const edges = [
    edge('start', startEdgeM, depthRule(wetted, startEdgeM)),
    edge('end', endEdgeM, depthRule(wetted, endEdgeM)),
  ];
  const all = [...used, ...outside, ...edges].sort((a, b) => a.stationM - b.stationM);
  checkStations(all.filter(takesPart));
  return all;
}

function why({ source, reason }: Vertical): string | null {
  return source === 'not-used' ? reason : 'outside the water';
}

function placeVertical(measured: MeasuredVertical, depthM: number): Vertical {
  const { id, stationM, alpha, use, reason, uncertaintyMps } = measured;
  if (!(alpha > 0 && alpha <= 1)) {
    throw new RangeError(`Vertical ${id} has alpha ${alpha}, which must be above 0 and at most 1.`);
  }
  const velocity = measured.surfaceVelocityMps;
  const known = velocity !== null && Number.isFinite(velocity);
  const source = use === 'not-used' ? 'not-used' : depthM === 0 ? 'dry' : known ? 'measured' : 'missing';
  const surfaceVelocityMps = source === 'dry' || !known ? 0 : velocity;
  const meanVelocityMps = alpha * surfaceVelocityMps;
  return { id, stationM, depthM, surfaceVelocityMps, uncertaintyMps, alpha, meanVelocityMps, source, reason };
}

function edge(id: string, stationM: number, depthM: number): Vertical {
  const still = { surfaceVelocityMps: 0, uncertaintyMps: null, meanVelocityMps: 0, alpha: 1 };
  return { id: `${id} edge`, stationM, depthM, ...still, source: 'edge', reason: null };
}

function checkStations(verticals: readonly Vertical[]): void {
  for (let i = 1; i < verticals.length; i++) {
    const [a, b] = [verticals[i - 1]!, verticals[i]!];
    if (a.stationM === b.stationM) {
      throw new RangeError(
        `Verticals ${a.id} and ${b.id} are both at station ${a.stationM} m; keep one of them.`,
      );
    }
  }
}
