/** Where the axes of the parallel coordinates stand. */
import type { ParallelAxis } from './axes';

export interface ParallelLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of each axis from the left. */
  readonly axesPx: readonly number[];
  readonly topPx: number;
  readonly bottomPx: number;
}

export const parallelHeightPx = 380;
/** Room for the names above and below. */
const topPx = 40;
const belowPx = 18;
const leastGapPx = 104;
const sidePx = { left: 64, right: 64 };
const tickGapPx = 15;

/** Axes at equal distances over the width there is, or over more where they would stand too close. */
export function parallelLayout(axes: readonly ParallelAxis[], availablePx: number): ParallelLayout {
  const gaps = Math.max(1, axes.length - 1);
  const leastPx = sidePx.left + sidePx.right + gaps * leastGapPx;
  const widthPx = Math.max(leastPx, Math.floor(availablePx));
  const gapPx = (widthPx - sidePx.left - sidePx.right) / gaps;
  return {
    widthPx,
    heightPx: parallelHeightPx,
    axesPx: axes.map((_, index) => Math.round(sidePx.left + index * gapPx)),
    topPx,
    bottomPx: parallelHeightPx - belowPx,
  };
}

/** Height in pixels of a share from the top. */
export function yOf({ topPx: top, bottomPx }: ParallelLayout, height: number): number {
  return top + (bottomPx - top) * height;
}

/** Share from the top at a height in pixels, inside the axis. */
export function heightAt({ topPx: top, bottomPx }: ParallelLayout, yPx: number): number {
  return Math.min(1, Math.max(0, (yPx - top) / (bottomPx - top)));
}

/** Place among the axes, counted from 0; between two axes it is broken. */
export function placeAt({ axesPx }: ParallelLayout, xPx: number): number {
  const [first = 0] = axesPx;
  const last = axesPx.at(-1) ?? first;
  if (last === first) return 0;
  return Math.min(axesPx.length - 1, Math.max(0, ((xPx - first) / (last - first)) * (axesPx.length - 1)));
}

/** Ticks that have room for their labels: the first and last ones, and those far enough from the one before. */
export function roomyTicks<T extends { readonly y: number }>(ticks: readonly T[]): readonly T[] {
  const sorted = [...ticks].sort((a, b) => a.y - b.y);
  const last = sorted.at(-1);
  const kept: T[] = [];
  for (const tick of sorted) {
    const isFree = tick.y - (kept.at(-1)?.y ?? Number.NEGATIVE_INFINITY) >= tickGapPx;
    const leavesLast = tick === last || last === undefined || last.y - tick.y >= tickGapPx;
    if (isFree && leavesLast) kept.push(tick);
  }
  return kept;
}
