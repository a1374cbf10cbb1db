/** From what a range says to positions of frames. */
import { parseRange } from './parse-range.js';
import type { FrameSelection, Range, RangeFrames } from './range.js';
import { tryRange } from './range-error.js';
import { type Misses, type Progression, resolvePart } from './resolve-range.js';

/**
 * The positions that a range selects of some frames, in the order of the range. Never throws.
 * @param spec as for `parseRange`
 */
export function selectFrames(spec: unknown, frames: RangeFrames): FrameSelection {
  const landmarks = Object.keys(frames.landmarks ?? {}).map((name) => name.toLowerCase());
  const { range, error } = parseRange(spec, landmarks);
  if (error !== null) return { indices: [], warnings: [], error };
  const misses: Misses = { outside: [], unknown: [] };
  const selected = tryRange(() => positionsOf(range, frames, misses));
  if ('problem' in selected) return { indices: [], warnings: [], error: selected.problem };
  const indices = selected.value;
  return { indices, warnings: warningsOf(misses, indices.length === 0, frames), error: null };
}

/** The positions that a range selects of `count` frames without ids and landmarks. */
export function expandRange(spec: unknown, count: number): FrameSelection {
  return selectFrames(spec, { count });
}

function positionsOf(range: Range, frames: RangeFrames, misses: Misses): readonly number[] {
  switch (range.kind) {
    case 'positions':
      return range.positions.filter((position) => {
        if (position >= 0 && position < frames.count) return true;
        misses.outside.push(String(position));
        return false;
      });
    case 'ids': {
      const positionOfId = idLookup(frames.ids);
      return range.ids.flatMap((id) => {
        const position = positionOfId(id);
        if (position !== undefined) return [position];
        misses.unknown.push(id);
        return [];
      });
    }
    case 'parts': {
      const positionOfId = idLookup(frames.ids);
      const progressions = range.parts.flatMap(
        (part) => resolvePart(part, frames, positionOfId, misses) ?? [],
      );
      return progressions.length === 1 ? [...expand(progressions)] : [...new Set(expand(progressions))];
    }
  }
}

function* expand(progressions: readonly Progression[]): Iterable<number> {
  for (const { start, step, length } of progressions) {
    for (let index = 0; index < length; index++) yield start + index * step;
  }
}

/** Built when the first id is asked for, since most ranges ask for none. */
function idLookup(ids: readonly string[] = []): (id: string) => number | undefined {
  let positions: ReadonlyMap<string, number> | null = null;
  return (id) => {
    positions ??= new Map(ids.map((each, position) => [each, position]));
    return positions.get(id);
  };
}

const maxNamed = 10;

function warningsOf(
  { outside, unknown }: Misses,
  isEmpty: boolean,
  { count, subject }: RangeFrames,
): string[] {
  const name = subject ?? 'The subject';
  if (count === 0) return [`${name} has no frames, so the range selects no frames.`];
  return [
    ...(outside.length === 0
      ? []
      : [`Outside the ${count} frames, whose positions are 0 to ${count - 1}: ${some(outside)}.`]),
    ...(unknown.length === 0 ? [] : [`Not among the frames: ${some(unknown)}.${keywordHint(unknown)}`]),
    ...(isEmpty ? ['The range selects no frames.'] : []),
  ];
}

function keywordHint(unknown: readonly string[]): string {
  const keyword = ['all', 'first', 'last'].find((each) => unknown.some((id) => id.toLowerCase() === each));
  return keyword === undefined ? '' : ` ${keyword} is written in lower case.`;
}

function some(texts: readonly string[]): string {
  const more = texts.length - maxNamed;
  return `${texts.slice(0, maxNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
