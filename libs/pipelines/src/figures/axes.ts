/** Grid, frame, ticks and their texts. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { PanelFrame } from './frame.js';
import type { Plot } from './plot.js';
import type { Look } from './style.js';
import { drawText, drawUpwards, fitted } from './text.js';

/** Under the layers. */
export function drawGrid(context: SKRSContext2D, frame: PanelFrame, look: Look): void {
  if (look.grid === null) return;
  context.strokeStyle = look.grid;
  context.lineWidth = look.axisWidth * 0.8;
  context.beginPath();
  for (const value of frame.x.ticks.values) line(context, frame.x.at(value), frame.top, 0, heightOf(frame));
  for (const value of frame.y.ticks.values) line(context, frame.left, frame.y.at(value), widthOf(frame), 0);
  context.stroke();
}

/** Over the layers. The lowest panel has the numbers and the label of the shared axis. */
export function drawAxes(
  context: SKRSContext2D,
  plot: Plot,
  frame: PanelFrame,
  look: Look,
  place: { readonly isLowest: boolean },
): void {
  const { left, right, top, bottom, panel } = frame;
  context.strokeStyle = look.ink;
  context.lineWidth = look.axisWidth;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  drawTicks(context, frame, look);
  context.stroke();
  const { size } = look.tick;
  frame.y.ticks.values.forEach((value, index) => {
    const x = left - look.tickLength - size * 0.35;
    drawText(
      context,
      frame.y.ticks.texts[index]!,
      { x, y: frame.y.at(value) + size * 0.35, align: 'end' },
      look.tick,
    );
  });
  const middle = { x: look.label.size * 1.5, y: (top + bottom) / 2, align: 'middle' } as const;
  drawUpwards(context, fitted(context, panel.y.label, bottom - top, look.label), middle, look.label);
  if (!place.isLowest) return;
  frame.x.ticks.values.forEach((value, index) => {
    const y = bottom + look.tickLength + size * 1.1;
    drawText(context, frame.x.ticks.texts[index]!, { x: frame.x.at(value), y, align: 'middle' }, look.tick);
  });
  const below = bottom + look.tickLength + size * 2.6;
  drawText(context, plot.x.label, { x: (left + right) / 2, y: below, align: 'middle' }, look.label);
}

function drawTicks(context: SKRSContext2D, frame: PanelFrame, look: Look): void {
  const { left, right, top, bottom } = frame;
  const isInside = look.ticksAre === 'inside';
  const long = isInside ? -look.tickLength : look.tickLength;
  const marks = [
    { length: long, x: frame.x.ticks.values, y: frame.y.ticks.values },
    { length: long * 0.5, x: frame.x.ticks.minor, y: isInside ? frame.y.ticks.minor : [] },
  ];
  for (const { length, x, y } of marks) {
    for (const value of x) {
      line(context, frame.x.at(value), bottom, 0, length);
      if (isInside) line(context, frame.x.at(value), top, 0, -length);
    }
    for (const value of y) {
      line(context, left, frame.y.at(value), -length, 0);
      if (isInside) line(context, right, frame.y.at(value), length, 0);
    }
  }
}

function line(context: SKRSContext2D, x: number, y: number, dx: number, dy: number): void {
  context.moveTo(x, y);
  context.lineTo(x + dx, y + dy);
}

const widthOf = ({ left, right }: PanelFrame) => right - left;
const heightOf = ({ top, bottom }: PanelFrame) => bottom - top;
