/** The data of a panel: curves, points, colours, arrows. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { colorAt } from './color-map.js';
import type { PanelFrame } from './frame.js';
import {
  finiteRange,
  type HeatLayer,
  type Layer,
  type LineLayer,
  type PointLayer,
  type VectorLayer,
} from './plot.js';
import type { Look } from './style.js';

export function drawLayer(context: SKRSContext2D, layer: Layer, frame: PanelFrame, look: Look): void {
  switch (layer.kind) {
    case 'line':
      drawLine(context, layer, frame, look);
      break;
    case 'points':
      drawPoints(context, layer, frame, look);
      break;
    case 'heat':
      drawHeat(context, layer, frame);
      break;
    case 'vectors':
      drawVectors(context, layer, frame, look);
      break;
  }
}

function drawLine(context: SKRSContext2D, layer: LineLayer, frame: PanelFrame, look: Look): void {
  context.strokeStyle = layer.color;
  context.lineWidth = layer.width ?? look.lineWidth;
  context.lineJoin = 'round';
  context.setLineDash([...(layer.dash ?? [])]);
  context.beginPath();
  let isDrawing = false;
  for (let i = 0; i < layer.x.length; i++) {
    const [x, y] = [frame.x.at(layer.x[i]!), frame.y.at(layer.y[i]!)];
    if (!Number.isFinite(x + y)) {
      isDrawing = false;
    } else if (isDrawing) {
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
      isDrawing = true;
    }
  }
  context.stroke();
  context.setLineDash([]);
}

function drawPoints(context: SKRSContext2D, layer: PointLayer, frame: PanelFrame, look: Look): void {
  const radius = layer.radius ?? look.lineWidth * 1.6;
  context.fillStyle = layer.color;
  context.beginPath();
  for (let i = 0; i < layer.x.length; i++) {
    const [x, y] = [frame.x.at(layer.x[i]!), frame.y.at(layer.y[i]!)];
    if (!Number.isFinite(x + y)) continue;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}

function drawHeat(context: SKRSContext2D, layer: HeatLayer, frame: PanelFrame): void {
  const image = createCanvas(layer.columns, layer.rows);
  const pixels = image.getContext('2d').createImageData(layer.columns, layer.rows);
  const [low, high] = layer.range ?? finiteRange(layer.values);
  for (let i = 0; i < layer.columns * layer.rows; i++) {
    const value = layer.values[i]!;
    if (Number.isNaN(value)) continue;
    const [red, green, blue] = colorAt(high > low ? (value - low) / (high - low) : 0.5);
    pixels.data.set([red, green, blue, 255], i * 4);
  }
  image.getContext('2d').putImageData(pixels, 0, 0);
  const [left, right] = [frame.x.at(layer.x[0]), frame.x.at(layer.x[1])];
  const [first, last] = [frame.y.at(layer.y[0]), frame.y.at(layer.y[1])];
  context.save();
  context.imageSmoothingEnabled = false;
  context.translate(left, first);
  context.scale((right - left) / layer.columns, (last - first) / layer.rows);
  context.drawImage(image, 0, 0);
  context.restore();
}

/** Share of an arrow that its head takes, and its half width. */
const head = { length: 0.3, width: 0.16 };

function drawVectors(context: SKRSContext2D, layer: VectorLayer, frame: PanelFrame, look: Look): void {
  const scale = layer.scale ?? 1;
  context.strokeStyle = layer.color;
  context.lineWidth = look.lineWidth * 0.7;
  context.lineJoin = 'round';
  context.beginPath();
  for (let i = 0; i < layer.x.length; i++) {
    const [x, y] = [frame.x.at(layer.x[i]!), frame.y.at(layer.y[i]!)];
    const toX = frame.x.at(layer.x[i]! + layer.u[i]! * scale);
    const toY = frame.y.at(layer.y[i]! + layer.v[i]! * scale);
    const [dx, dy] = [toX - x, toY - y];
    if (!Number.isFinite(dx + dy)) continue;
    context.moveTo(x, y);
    context.lineTo(toX, toY);
    context.moveTo(toX - dx * head.length - dy * head.width, toY - dy * head.length + dx * head.width);
    context.lineTo(toX, toY);
    context.lineTo(toX - dx * head.length + dy * head.width, toY - dy * head.length - dx * head.width);
  }
  context.stroke();
}
