import type { SKRSContext2D } from '@napi-rs/canvas';
import { drawAxes, drawGrid } from './axes.js';
import { framesOf, type PanelFrame } from './frame.js';
import { drawLayer } from './layers.js';
import type { Plot, PlotStyle } from './plot.js';
import { drawPointLabels } from './point-labels.js';
import { type Look, lookOf } from './style.js';
import { drawText, fitted, textWidth } from './text.js';

/** Size in points, 1/72 inch. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
}

/** Draws a figure at the origin of a context whose unit is a point, on white. */
export function drawPlot(context: SKRSContext2D, plot: Plot, size: DrawnSize, style: PlotStyle): void {
  const look = lookOf(style, size.width);
  context.lang = 'en';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  const top = drawLegend(context, plot, size, look, drawTitle(context, plot, size, look));
  const frames = framesOf(context, plot, { ...size, top }, look);
  frames.forEach((frame, index) => {
    drawGrid(context, frame, look);
    drawData(context, frame, look);
    drawAxes(context, plot, frame, look, { isLowest: index === frames.length - 1 });
  });
}

function drawData(context: SKRSContext2D, frame: PanelFrame, look: Look): void {
  const { left, right, top, bottom, panel, y } = frame;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  if (panel.zeroLine === true) {
    context.strokeStyle = look.ink;
    context.lineWidth = look.axisWidth * 0.6;
    context.beginPath();
    context.moveTo(left, y.at(0));
    context.lineTo(right, y.at(0));
    context.stroke();
  }
  for (const layer of panel.layers) drawLayer(context, layer, frame, look);
  drawPointLabels(context, frame, look);
  context.restore();
}

/** @returns where it ends */
function drawTitle(context: SKRSContext2D, { title }: Plot, { width }: DrawnSize, look: Look): number {
  const { size } = look.title;
  if (title === '') return size * 0.8;
  const text = fitted(context, title, width - size * 2, look.title);
  drawText(context, text, { x: width / 2, y: size * 1.6, align: 'middle' }, look.title);
  return size * 2.1;
}

/** A row of names above the panels, where it hides nothing; further rows where they are long. @returns where it ends */
function drawLegend(
  context: SKRSContext2D,
  { panels }: Plot,
  { width }: DrawnSize,
  look: Look,
  top: number,
): number {
  const { size } = look.tick;
  const room = width - size * 4;
  const sample = size * 2;
  const layers = panels.flatMap((panel) => panel.layers);
  const entries = layers.flatMap((layer) => {
    if (layer.kind === 'heat' || layer.name === '') return [];
    const text = fitted(context, layer.name, room - sample * 2, look.tick);
    return [{ layer, text, width: sample * 1.4 + textWidth(context, text, look.tick) + sample }];
  });
  const rows: (typeof entries)[] = [];
  for (const entry of entries) {
    const row = rows.at(-1);
    const taken = row?.reduce((sum, other) => sum + other.width, 0) ?? 0;
    if (row === undefined || taken + entry.width > room) rows.push([entry]);
    else row.push(entry);
  }
  rows.forEach((row, index) => {
    const y = top + size * (1 + index * 1.5);
    let x = (width - row.reduce((sum, entry) => sum + entry.width, -sample)) / 2;
    for (const entry of row) {
      drawSample(context, entry.layer, x, y - size * 0.35, sample, look);
      drawText(context, entry.text, { x: x + sample * 1.3, y, align: 'start' }, look.tick);
      x += entry.width;
    }
  });
  return top + size * (0.7 + rows.length * 1.5);
}

function drawSample(
  context: SKRSContext2D,
  layer: { readonly kind: string; readonly color: string; readonly dash?: readonly number[] },
  x: number,
  y: number,
  length: number,
  look: Look,
): void {
  context.strokeStyle = layer.color;
  context.fillStyle = layer.color;
  context.lineWidth = look.lineWidth * 1.3;
  context.beginPath();
  if (layer.kind === 'points') {
    context.arc(x + length / 2, y, look.lineWidth * 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.setLineDash([...(layer.dash ?? [])]);
  context.moveTo(x, y);
  context.lineTo(x + length, y);
  context.stroke();
  context.setLineDash([]);
}
