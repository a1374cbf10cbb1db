/** Upright labels above places in the data, such as the positions of peaks; none over another or over a curve. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { PanelFrame } from './frame.js';
import type { PointLabel } from './plot.js';
import type { Look } from './style.js';
import { drawUpwards, textWidth } from './text.js';

export interface PlacedLabel {
  readonly label: PointLabel;
  /** Of the box, in points. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Sideways moves that are tried, in widths of a label. */
const moves = [0, -0.6, 0.6, -1.2, 1.2, -1.9, 1.9, -2.6, 2.6];

/**
 * Finds room for as many labels as there is, the first ones first. Each stands above all curves in its width.
 * @param widthOf of a text in points
 */
export function placeLabels(frame: PanelFrame, look: Look, widthOf: (text: string) => number): PlacedLabel[] {
  const height = look.mark.size * 1.1;
  const leader = look.mark.size;
  const placed: PlacedLabel[] = [];
  for (const label of frame.panel.labels ?? []) {
    const long = widthOf(label.text);
    for (const move of moves) {
      const center = frame.x.at(label.x) + move * height;
      const [left, right] = [center - height / 2, center + height / 2];
      const bottom = Math.min(highestCurve(frame, left, right), frame.y.at(label.y)) - leader;
      const box = { label, left, right, top: bottom - long, bottom };
      const fits = left >= frame.left && right <= frame.right && box.top >= frame.top + 2;
      if (!fits || placed.some((other) => overlap(box, other))) continue;
      placed.push(box);
      break;
    }
  }
  return placed;
}

export function drawPointLabels(context: SKRSContext2D, frame: PanelFrame, look: Look): void {
  const boxes = placeLabels(frame, look, (text) => textWidth(context, text, look.mark));
  for (const { label, left, right, bottom } of boxes) {
    const center = (left + right) / 2;
    const gap = look.mark.size * 0.2;
    context.strokeStyle = label.color;
    context.lineWidth = look.axisWidth * 0.7;
    context.beginPath();
    context.moveTo(frame.x.at(label.x), frame.y.at(label.y) - gap);
    context.lineTo(center, bottom + 2 * gap);
    context.stroke();
    const style = { ...look.mark, color: label.color };
    drawUpwards(context, label.text, { x: center + look.mark.size * 0.35, y: bottom, align: 'start' }, style);
  }
}

/** The least y in points (so the highest place) of all curves between two places in x. */
function highestCurve({ panel, x, y, bottom }: PanelFrame, left: number, right: number): number {
  let highest = bottom;
  for (const layer of panel.layers) {
    if (layer.kind !== 'line') continue;
    for (let i = 0; i < layer.x.length; i++) {
      const at = x.at(layer.x[i]!);
      if (at >= left && at <= right) highest = Math.min(highest, y.at(layer.y[i]!) || highest);
    }
  }
  return highest;
}

function overlap(a: PlacedLabel, b: PlacedLabel): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
