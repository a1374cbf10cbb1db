import { type MeasureName, measureNames } from '../measuring/measures.js';
import type { Series } from '../series.js';
import { frameName, parentsOf } from './ids.js';
import type { MeasuredRow } from './measurements.js';

/** A frame with what is known of it; `name` null where no file names it. */
export interface CollectedFrame extends MeasuredRow {
  readonly name: string | null;
}

/**
 * Brings frames into order: subjects by id, frames by number. What is given of a frame more than once (by its image
 * and by a table) is joined, the later entry first.
 */
export function collectSeries(frames: readonly CollectedFrame[]): Series[] {
  const subjects = new Map<string, Map<number, CollectedFrame>>();
  for (const frame of frames) {
    const known = subjects.get(frame.subject) ?? new Map<number, CollectedFrame>();
    subjects.set(frame.subject, known);
    const before = known.get(frame.number);
    const values = { ...before?.values, ...frame.values };
    known.set(frame.number, { ...frame, name: frame.name ?? before?.name ?? null, values });
  }
  return [...subjects.keys()]
    .sort()
    .map((subject) => seriesOf(subject, [...subjects.get(subject)!.values()]));
}

function seriesOf(subject: string, unordered: readonly CollectedFrame[]): Series {
  const frames = [...unordered].sort((a, b) => a.number - b.number);
  const measures: Partial<Record<MeasureName, Float64Array>> = {};
  for (const name of measureNames) {
    if (!frames.some(({ values }) => name in values)) continue;
    measures[name] = Float64Array.from(frames, ({ values }) => values[name] ?? Number.NaN);
  }
  return {
    subject,
    ...parentsOf(subject),
    numbers: Int32Array.from(frames, ({ number }) => number),
    names: frames.map(({ name, number }) => name ?? frameName(subject, number)),
    measures,
  };
}
