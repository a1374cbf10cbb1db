/** Which values the chosen frames have. */
import { type FrameSet, frameSetOf, intersectionOf, positionsOfNumbers } from '@batchyard/domain';
import type { LaneStatement } from '../timeline/lanes';
import type { Coverage } from './label-panel';

export interface CoverageTable {
  of(kind: string, value: string): Coverage;
  /** Values of a kind on some of the chosen frames, or of the subject. */
  valuesOf(kind: string): readonly string[];
}

/** Positions that have a value, by kind and value; `subject` where it is said of all of them. */
export type ValuePlaces = ReadonlyMap<string, ReadonlyMap<string, FrameSet | 'subject'>>;

/** Made once for all statements, so that a step to the next frame costs a look-up per value. */
export function valuePlaces(statements: readonly LaneStatement[], numbers: readonly number[]): ValuePlaces {
  const kinds = new Map<string, Map<string, { from: number; to: number }[] | 'subject'>>();
  for (const { kind, value, frames } of statements) {
    const values = kinds.get(kind) ?? new Map<string, { from: number; to: number }[] | 'subject'>();
    kinds.set(kind, values);
    const before = values.get(value) ?? [];
    if (frames === null || before === 'subject') values.set(value, 'subject');
    else {
      before.push(...frames);
      values.set(value, before);
    }
  }
  const placed = (set: FrameSet | 'subject') =>
    set === 'subject' ? set : positionsOfNumbers(frameSetOf(set), numbers);
  return new Map(
    [...kinds].map(([kind, values]) => [
      kind,
      new Map([...values].map(([value, set]) => [value, placed(set)] as const)),
    ]),
  );
}

/** @param chosen positions of the chosen frames */
export function coverageTable(places: ValuePlaces, chosen: FrameSet): CoverageTable {
  const wanted = sizeOf(chosen);
  const coverageOf = (set: FrameSet | 'subject' | undefined): Coverage => {
    if (set === undefined) return 'none';
    if (set === 'subject') return 'all';
    const hit = sizeOf(intersectionOf(set, chosen));
    if (hit === 0) return 'none';
    return hit === wanted ? 'all' : 'some';
  };
  return {
    of: (kind, value) => coverageOf(places.get(kind)?.get(value)),
    valuesOf: (kind) =>
      [...(places.get(kind) ?? [])].flatMap(([value, set]) => (coverageOf(set) === 'none' ? [] : [value])),
  };
}

function sizeOf(spans: FrameSet): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
