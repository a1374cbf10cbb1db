/** The part of a subject's frames that the timeline shows, in positions: zooming, panning, and pixels to frames. */

export interface TimelineView {
  /** First shown position; may be a fraction. */
  readonly from: number;
  /** Just behind the last shown position. */
  readonly to: number;
}

/** Frames that fill the timeline at the closest look. */
const leastSpan = 8;

/** All `count` frames. */
export function wholeView(count: number): TimelineView {
  return { from: 0, to: Math.max(1, count) };
}

/** `view` moved and narrowed so that it lies within `count` frames. */
export function clampedView({ from, to }: TimelineView, count: number): TimelineView {
  const most = Math.max(1, count);
  const span = Math.min(most, Math.max(Math.min(leastSpan, most), to - from));
  const start = Math.min(Math.max(0, from), most - span);
  return { from: start, to: start + span };
}

/** `factor` > 1 looks closer; the position `at` stays where it is. */
export function zoomed(view: TimelineView, count: number, factor: number, at: number): TimelineView {
  const most = Math.max(1, count);
  const span = Math.min(most, Math.max(Math.min(leastSpan, most), (view.to - view.from) / factor));
  const share = (at - view.from) / (view.to - view.from);
  const from = at - share * span;
  return clampedView({ from, to: from + span }, count);
}

/** Moved by `by` positions to the right. */
export function panned(view: TimelineView, count: number, by: number): TimelineView {
  return clampedView({ from: view.from + by, to: view.to + by }, count);
}

/** The view itself where it shows the position, else moved just far enough, with a little room beyond. */
export function showing(view: TimelineView, count: number, position: number): TimelineView {
  if (position >= view.from && position + 1 <= view.to) return view;
  const span = view.to - view.from;
  const room = Math.min(span / 4, 10);
  const from = position < view.from ? position - room : position + 1 + room - span;
  return clampedView({ from, to: from + span }, count);
}

/** Left edge of a position, in pixels. */
export function xOf(view: TimelineView, position: number, widthPx: number): number {
  return ((position - view.from) / (view.to - view.from)) * widthPx;
}

/** The position below a pixel, within the `count` frames. */
export function positionAt(view: TimelineView, xPx: number, widthPx: number, count: number): number {
  const position = Math.floor(view.from + (xPx / widthPx) * (view.to - view.from));
  return Math.min(Math.max(0, count - 1), Math.max(0, position));
}

/** Round positions for labels, at least `apartPx` pixels from each other. */
export function ticks(view: TimelineView, widthPx: number, apartPx = 64): readonly number[] {
  const least = ((view.to - view.from) * apartPx) / Math.max(1, widthPx);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least) ?? 1);
  const found: number[] = [];
  for (let at = Math.ceil(view.from / step) * step; at < view.to; at += step) found.push(at);
  return found;
}
