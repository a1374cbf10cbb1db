/** Discharge of each vertical by the two methods of ISO 748. */
import { takesPart, type Vertical } from './verticals.js';

/** published: mid-section with the depths of `publishedDepthAt`, for comparison with results of an earlier tool. */
export type DischargeMethod = 'mid-section' | 'mean-section' | 'published';

/** A vertical with its share of section and discharge; the shares add up to the totals. */
export interface Panel extends Vertical {
  readonly widthM: number;
  readonly areaM2: number;
  readonly dischargeM3ps: number;
}

/**
 * Shares of the verticals by the mid-section method of ISO 748: q = v d (b[i+1] - b[i-1]) / 2; the first and
 * the last vertical have half a width. Verticals that are not used have none.
 */
export function midSectionPanels(verticals: readonly Vertical[]): Panel[] {
  const taking = verticals.filter(takesPart);
  return verticals.map((vertical) => {
    if (!takesPart(vertical)) return emptyPanel(vertical);
    const i = taking.indexOf(vertical);
    const from = taking[Math.max(0, i - 1)]!.stationM;
    const to = taking[Math.min(taking.length - 1, i + 1)]!.stationM;
    const widthM = (to - from) / 2;
    const areaM2 = widthM * vertical.depthM;
    return { ...vertical, widthM, areaM2, dischargeM3ps: areaM2 * vertical.meanVelocityMps };
  });
}

/**
 * Shares by the mean-section method of ISO 748: between two verticals
 * q = (v1 + v2) / 2 · (d1 + d2) / 2 · (b2 - b1). Each segment is given to its two verticals in halves.
 */
export function meanSectionPanels(verticals: readonly Vertical[]): Panel[] {
  const panels = new Map<Vertical, { widthM: number; areaM2: number; dischargeM3ps: number }>();
  const taking = verticals.filter(takesPart);
  for (const vertical of taking) panels.set(vertical, { widthM: 0, areaM2: 0, dischargeM3ps: 0 });
  for (let i = 0; i + 1 < taking.length; i++) {
    const [a, b] = [taking[i]!, taking[i + 1]!];
    const widthM = b.stationM - a.stationM;
    const areaM2 = (widthM * (a.depthM + b.depthM)) / 2;
    const dischargeM3ps = (areaM2 * (a.meanVelocityMps + b.meanVelocityMps)) / 2;
    for (const vertical of [a, b]) {
      const share = panels.get(vertical)!;
      share.widthM += widthM / 2;
      share.areaM2 += areaM2 / 2;
      share.dischargeM3ps += dischargeM3ps / 2;
    }
  }
  return verticals.map((vertical) => ({ ...emptyPanel(vertical), ...panels.get(vertical) }));
}

function emptyPanel(vertical: Vertical): Panel {
  return { ...vertical, widthM: 0, areaM2: 0, dischargeM3ps: 0 };
}
