/**
 * Sets of whole numbers, such as frame numbers, as ranges: sorted, half-open (`to` is excluded), disjoint and not
 * touching. All functions give sets of this form and change nothing that they are given.
 */
import type { FrameRange } from '@batchyard/pipelines';

export interface FrameSpan {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}
export type FrameSet = readonly FrameSpan[];

/** Both ends included, as people and the API say it. */
export type FrameRun = FrameRange;

export const noFrames: FrameSet = [];

/** The set of numbers from `from` to before `to`. */
export function frameRange(from: number, to: number): FrameSet {
  return to > from ? [{ from, to }] : noFrames;
}

/** Ranges in any order, overlapping or not, as a set. */
export function frameSetOf(ranges: Iterable<FrameSpan>): FrameSet {
  const sorted = [...ranges].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Numbers in any order, with repeats or not, as a set. */
export function frameSetOfNumbers(numbers: Iterable<number>): FrameSet {
  return frameSetOf(Array.from(numbers, (number) => ({ from: number, to: number + 1 })));
}

export function unionOf(a: FrameSet, b: FrameSet): FrameSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const union: { from: number; to: number }[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    const next =
      left !== undefined && (right === undefined || left.from <= right.from) ? left : (right as FrameSpan);
    if (next === left) i++;
    else j++;
    const last = union[union.length - 1];
    if (last === undefined || next.from > last.to) union.push({ from: next.from, to: next.to });
    else if (next.to > last.to) last.to = next.to;
  }
  return union;
}

/** First number; Infinity of an empty set. */
export function startOf(set: FrameSet): number {
  return set[0]?.from ?? Number.POSITIVE_INFINITY;
}

/** Number behind the last; -Infinity of an empty set. */
export function endOf(set: FrameSet): number {
  return set.at(-1)?.to ?? Number.NEGATIVE_INFINITY;
}

/** First range that ends behind `number`, by halving. */
function firstBehind(set: FrameSet, number: number): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle] as FrameSpan).to <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a number is in both sets. */
export function overlaps(a: FrameSet, b: FrameSet): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  return few.some(({ from, to }) => (many[firstBehind(many, from)]?.from ?? Number.POSITIVE_INFINITY) < to);
}

/** Numbers of both sets. */
export function intersectionOf(a: FrameSet, b: FrameSet): FrameSet {
  const common: FrameSpan[] = [];
  let j = firstBehind(b, startOf(a));
  for (let i = firstBehind(a, startOf(b)); i < a.length && j < b.length; ) {
    const left = a[i] as FrameSpan;
    const right = b[j] as FrameSpan;
    const from = Math.max(left.from, right.from);
    const to = Math.min(left.to, right.to);
    if (to > from) common.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
  return common;
}

/** Numbers of `a` that are not in `b`; `a` itself when that is all of them. */
export function differenceOf(a: FrameSet, b: FrameSet): FrameSet {
  if (!overlaps(a, b)) return a;
  const rest: FrameSpan[] = [];
  let next = 0;
  for (const { from, to } of a) {
    let start = from;
    while (next < b.length && (b[next] as FrameSpan).to <= start) next++;
    for (let k = next; k < b.length && (b[k] as FrameSpan).from < to; k++) {
      const cut = b[k] as FrameSpan;
      if (cut.from > start) rest.push({ from: start, to: cut.from });
      start = Math.max(start, cut.to);
    }
    if (start < to) rest.push({ from: start, to });
  }
  return rest;
}

/** How many numbers are in the set. For frame numbers with gaps between them, see `countFrames`. */
export function countNumbers(set: FrameSet): number {
  return set.reduce((count, { from, to }) => count + to - from, 0);
}

export function isEqualSet(a: FrameSet, b: FrameSet): boolean {
  return a.length === b.length && a.every(({ from, to }, i) => from === b[i]?.from && to === b[i]?.to);
}

/** The runs with both ends included. */
export function runsOf(set: FrameSet): readonly FrameRun[] {
  return set.map(({ from, to }) => ({ first: from, last: to - 1 }));
}

/** The set of runs with both ends included, in any order. */
export function frameSetOfRuns(runs: readonly FrameRun[]): FrameSet {
  return frameSetOf(runs.map(({ first, last }) => ({ from: first, to: last + 1 })));
}

/** For people: `3, 7-12`; `none` of an empty set; at most `maxRuns` runs, then how many more there are. */
export function frameSetText(set: FrameSet, maxRuns = 5): string {
  if (set.length === 0) return 'none';
  const shown = runsOf(set.slice(0, maxRuns)).map(({ first, last }) =>
    first === last ? `${first}` : `${first}-${last}`,
  );
  const more = set.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
