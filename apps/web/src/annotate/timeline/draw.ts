/** Draws the timeline on a canvas; only what is in view, so that it takes as long for 10,000 frames as for 100. */
import type { ChartColors } from '@/charts/use-chart-colors';
import type { Lane, LaneBar, Span } from './lanes';
import { axisPx, heightOf, type LanePlace, rowPx, rowTop } from './layout';
import { type TimelineView, ticks, xOf } from './view';

export interface LandmarkMark {
  readonly name: string;
  readonly position: number;
}

export interface Scene {
  readonly view: TimelineView;
  readonly widthPx: number;
  readonly lanes: readonly Lane[];
  readonly places: readonly LanePlace[];
  readonly activeKind: string;
  readonly current: number;
  /** Runs of chosen frames; empty where only the current one is. */
  readonly chosen: readonly Span[];
  /** Frames that a range being typed would hit. */
  readonly previewed: readonly Span[];
  readonly landmarks: readonly LandmarkMark[];
  readonly colors: ChartColors;
}

type Pen = CanvasRenderingContext2D;

export function drawTimeline(pen: Pen, scene: Scene): void {
  const height = heightOf(scene.places);
  pen.clearRect(0, 0, scene.widthPx, height);
  drawGround(pen, scene);
  drawSpans(pen, scene, scene.chosen, alpha(scene.colors.selected, 0.22), height);
  drawSpans(pen, scene, scene.previewed, alpha(scene.colors.mark, 0.25), height);
  drawAxis(pen, scene, height);
  scene.lanes.forEach((lane, index) => {
    const place = scene.places[index];
    if (place) drawLane(pen, scene, lane, place);
  });
  drawLandmarks(pen, scene, height);
  drawCurrent(pen, scene, height);
}

function drawGround(pen: Pen, { places, activeKind, colors, widthPx }: Scene): void {
  for (const { kind, top, height } of places) {
    if (kind === activeKind) {
      pen.fillStyle = alpha(colors.mark, 0.08);
      pen.fillRect(0, top, widthPx, height);
    }
    pen.fillStyle = colors.grid;
    pen.fillRect(0, top, widthPx, 1);
  }
}

function drawSpans(pen: Pen, scene: Scene, spans: readonly Span[], color: string, height: number): void {
  pen.fillStyle = color;
  for (const span of spans) {
    const box = boxOf(scene, span);
    if (box) pen.fillRect(box.x, 0, box.width, height);
  }
}

function drawAxis(pen: Pen, { view, widthPx, colors }: Scene, height: number): void {
  pen.font = `11px ${colors.fontFamily}`;
  pen.textBaseline = 'middle';
  for (const position of ticks(view, widthPx)) {
    const x = xOf(view, position, widthPx);
    pen.fillStyle = colors.grid;
    pen.fillRect(x, axisPx - 5, 1, height);
    pen.fillStyle = colors.mutedText;
    pen.fillText(String(position), x + 3, 9);
  }
}

function drawLane(pen: Pen, scene: Scene, lane: Lane, place: LanePlace): void {
  lane.rows.forEach((row, index) => {
    const y = rowTop(place, index) + 1;
    for (let at = firstInView(row, scene.view.from); at < row.length; at += 1) {
      const bar = row[at];
      if (!bar || bar.from >= scene.view.to) break;
      drawBar(pen, scene, bar, y);
    }
  });
}

function drawBar(pen: Pen, scene: Scene, bar: LaneBar, y: number): void {
  const box = boxOf(scene, bar);
  if (!box) return;
  const height = rowPx - 2;
  pen.fillStyle = bar.colour;
  pen.beginPath();
  pen.roundRect(box.x, y, box.width, height, Math.min(3, box.width / 2));
  pen.fill();
  // A thin edge keeps dark and light colours apart from the ground in both schemes.
  pen.strokeStyle = alpha(scene.colors.text, 0.35);
  pen.lineWidth = 1;
  if (box.width > 3) pen.stroke();
  drawTitle(pen, scene, bar, box, y + height / 2);
}

function drawTitle(pen: Pen, { colors }: Scene, bar: LaneBar, box: Box, middle: number): void {
  if (box.width < 30) return;
  pen.font = `600 11px ${colors.fontFamily}`;
  if (pen.measureText(bar.title).width + 10 > box.width) return;
  pen.fillStyle = inkOn(bar.colour);
  pen.fillText(bar.title, box.x + 5, middle + 0.5);
}

function drawLandmarks(pen: Pen, { landmarks, view, widthPx, colors }: Scene, height: number): void {
  pen.font = `600 11px ${colors.fontFamily}`;
  for (const { name, position } of landmarks) {
    const x = xOf(view, position, widthPx);
    if (x < -1 || x > widthPx) continue;
    pen.fillStyle = colors.best;
    pen.fillRect(x, 0, 1.5, height);
    const width = pen.measureText(name).width + 8;
    const left = Math.min(x, widthPx - width);
    pen.fillRect(left, 0, width, 14);
    pen.fillStyle = colors.isLight ? '#ffffff' : '#10151a';
    pen.fillText(name, left + 4, 7.5);
  }
}

function drawCurrent(pen: Pen, { view, widthPx, current, colors }: Scene, height: number): void {
  const left = xOf(view, current, widthPx);
  const width = Math.max(2, xOf(view, current + 1, widthPx) - left);
  pen.fillStyle = colors.selected;
  pen.fillRect(left, axisPx - 5, width, 5);
  pen.strokeStyle = colors.selected;
  pen.lineWidth = 1;
  if (width > 5) pen.strokeRect(left + 0.5, axisPx + 0.5, width - 1, height - axisPx - 1);
  else pen.fillRect(left + width / 2 - 1, axisPx, 2, height);
}

interface Box {
  readonly x: number;
  readonly width: number;
}

/** At least a pixel and a half wide, so that a single frame of thousands is seen; null out of sight. */
function boxOf({ view, widthPx }: Scene, { from, to }: Span): Box | null {
  const x = Math.max(-4, xOf(view, from, widthPx));
  const end = Math.min(widthPx + 4, xOf(view, to, widthPx));
  return end < 0 || x > widthPx ? null : { x, width: Math.max(1.5, end - x) };
}

/** Index of the first of the ascending bars that ends behind `from`. */
export function firstInView(row: readonly Span[], from: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.to ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function alpha(color: string, share: number): string {
  return `${color}${Math.round(share * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** Black or white, whichever is read better on a colour `#rrggbb` (relative luminance of WCAG 2, gamma taken as 2). */
export function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 ? '#000000' : '#ffffff';
}
