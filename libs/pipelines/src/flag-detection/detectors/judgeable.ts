import type { Series } from '../series.js';
import type { DetectorEntity } from './detector.js';
import { dark, empty, saturated } from './exposure.js';

/** Parameters by the name of the detector, as the job gives them. */
export type DetectorParams = Readonly<Record<string, unknown>>;

/**
 * Some series as an entity, with what of them can be judged. The thresholds are those of the detectors `dark`,
 * `saturated` and `empty`, whether these were chosen or not; a measure that is absent excludes nothing.
 */
export function asEntity(id: string, series: readonly Series[], params: DetectorParams): DetectorEntity {
  const exposed = series.map((one) => exposedFrames(one, params));
  const judgeable = series.map((one, i) => {
    const mask = Uint8Array.from(exposed[i]!);
    if (one.measures.contrast === undefined) return mask;
    const entity = { id, series: [one], exposed: [exposed[i]!], judgeable: [] };
    for (const { index } of empty.detect(entity, params[empty.name]).hits) mask[index!] = 0;
    return mask;
  });
  return { id, series, exposed, judgeable };
}

function exposedFrames(series: Series, params: DetectorParams): Uint8Array {
  const mask = new Uint8Array(series.numbers.length).fill(1);
  const entity = { id: series.subject, series: [series], exposed: [], judgeable: [] };
  for (const detector of [dark, saturated]) {
    if (detector.needs.some((name) => series.measures[name] === undefined)) continue;
    for (const { index } of detector.detect(entity, params[detector.name]).hits) mask[index!] = 0;
  }
  return mask;
}
