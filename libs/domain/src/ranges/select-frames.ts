/** From what a range says to positions of frames. */
import type { FrameSelection, RangeFrames } from './range.js';
import { type Misses, type Progression, resolveRange } from './resolve-range.js';

/**
 * The positions that a range selects of some frames, in the order of the range. Never throws.
 * @param spec as for `parseRange`
 */
export function selectFrames(spec: unknown, frames: RangeFrames): FrameSelection {
  const selected = resolveRange(spec, frames);
  if ('problem' in selected) return { indices: [], warnings: [], error: selected.problem };
  const { progressions, isUnion, misses } = selected.resolved;
  const isPlain = !isUnion || progressions.length === 1;
  const indices = isPlain ? expand(progressions) : [...new Set(expand(progressions))];
  return { indices, warnings: rangeWarnings(misses, indices.length === 0, frames), error: null };
}

/** The positions that a range selects of `count` frames without ids and landmarks. */
export function expandRange(spec: unknown, count: number): FrameSelection {
  return selectFrames(spec, { count });
}

function expand(progressions: readonly Progression[]): number[] {
  const indices: number[] = [];
  for (const { start, step, length } of progressions) {
    for (let index = 0; index < length; index++) indices.push(start + index * step);
  }
  return indices;
}

const maxNamed = 10;

/** What selected nothing, and that nothing is selected at all; whole sentences. */
export function rangeWarnings(
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
