/** Which values the chosen frames have. */
import { type FrameSet, frameSetOf, intersectionOf, positionsOfNumbers } from '@batchyard/domain';
import type { LaneStatement } from '../timeline/lanes';
import type { Coverage } from './label-panel';

export interface CoverageTable {
  of(kind: string, value: string): Coverage;
  /** Values of a kind on some of the chosen frames, or of the subject. */
  valuesOf(kind: string): readonly string[];
}

/** @param chosen positions of the chosen frames */
export function coverageTable(
  statements: readonly LaneStatement[],
  numbers: readonly number[],
  chosen: FrameSet,
): CoverageTable {
  const sets = new Map<string, Map<string, FrameSet | 'subject'>>();
  for (const { kind, value, frames } of statements) {
    const values = sets.get(kind) ?? new Map<string, FrameSet | 'subject'>();
    const before = values.get(value);
    const isWhole = frames === null || before === 'subject';
    values.set(value, isWhole ? 'subject' : [...(before ?? []), ...frames]);
    sets.set(kind, values);
  }
  const wanted = sizeOf(chosen);
  const coverageOf = (set: FrameSet | 'subject' | undefined): Coverage => {
    if (set === undefined) return 'none';
    if (set === 'subject') return 'all';
    const hit = sizeOf(intersectionOf(positionsOfNumbers(frameSetOf(set), numbers), chosen));
    if (hit === 0) return 'none';
    return hit === wanted ? 'all' : 'some';
  };
  return {
    of: (kind, value) => coverageOf(sets.get(kind)?.get(value)),
    valuesOf: (kind) =>
      [...(sets.get(kind) ?? [])].flatMap(([value, set]) => (coverageOf(set) === 'none' ? [] : [value])),
  };
}

function sizeOf(spans: FrameSet): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
