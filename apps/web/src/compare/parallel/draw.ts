/** Draws the parallel coordinates: replicates below settings, faded below selected, axes on top. */
import type { ChartColors } from '../../charts/use-chart-colors';
import { titleWithUnit } from '../../formatting/numbers';
import type { Brush } from '../view/url-state';
import { heightOf, type ParallelAxis } from './axes';
import { type ParallelLayout, roomyTicks, yOf } from './layout';
import type { Line } from './lines';

export interface ParallelScene {
  readonly layout: ParallelLayout;
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly Line[];
  readonly replicates: readonly Line[];
  /** Empty = none selected, all lines alike. */
  readonly selected: ReadonlySet<string>;
  readonly brushes: readonly Brush[];
  readonly bestKey: string | null;
  readonly hoveredKey: string | null;
  readonly colors: ChartColors;
}

const nameFontPx = 12;
const tickFontPx = 11;
const brushWidthPx = 16;
/** With more lines than this, each is drawn thinner so that bundles can be seen. */
const manyLines = 150;

export function drawParallel(ctx: CanvasRenderingContext2D, scene: ParallelScene): void {
  const { lines, replicates, selected, hoveredKey, bestKey, colors } = scene;
  const isBack = ({ key }: Line) => selected.size > 0 && !selected.has(key);
  const thick = lines.length > manyLines ? 1 : 2;
  ctx.save();
  ctx.lineJoin = 'round';
  for (const line of replicates.filter(isBack)) stroke(ctx, scene, line, colors.fadedMark, 0.5, 0.35);
  for (const line of lines.filter(isBack)) stroke(ctx, scene, line, colors.fadedMark, 1, 0.45);
  const front = lines.filter((line) => !isBack(line));
  for (const line of replicates) if (!isBack(line)) stroke(ctx, scene, line, line.color, 0.6, 0.6);
  for (const line of front) stroke(ctx, scene, line, line.color, thick, lines.length > manyLines ? 0.7 : 0.9);
  const best = lines.find(({ key }) => key === bestKey);
  if (best) stroke(ctx, scene, best, colors.best, thick + 1.5, 1);
  const hovered = lines.find(({ key }) => key === hoveredKey);
  if (hovered) stroke(ctx, scene, hovered, colors.selected, thick + 1.5, 1);
  ctx.globalAlpha = 1;
  scene.axes.forEach((axis, index) => {
    drawAxis(ctx, scene, axis, scene.layout.axesPx[index] ?? 0);
  });
  ctx.restore();
}

function stroke(
  ctx: CanvasRenderingContext2D,
  { layout, colors }: ParallelScene,
  { heights }: Line,
  color: string | null,
  width: number,
  alpha: number,
): void {
  ctx.globalAlpha = alpha;
  ctx.lineWidth = width;
  ctx.strokeStyle = color ?? colors.mutedText;
  // A setting without a value of the metric ends where its values end.
  ctx.setLineDash(color === null ? [4, 4] : []);
  ctx.beginPath();
  let isDown = false;
  heights.forEach((height, index) => {
    const x = layout.axesPx[index] ?? 0;
    if (height === null) isDown = false;
    else if (isDown) ctx.lineTo(x, yOf(layout, height));
    else {
      ctx.moveTo(x, yOf(layout, height));
      isDown = true;
    }
  });
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawAxis(ctx: CanvasRenderingContext2D, scene: ParallelScene, axis: ParallelAxis, x: number): void {
  const { layout, colors } = scene;
  ctx.strokeStyle = colors.mutedText;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x + 0.5, layout.topPx);
  ctx.lineTo(x + 0.5, layout.bottomPx);
  ctx.stroke();
  const ticks = axis.axis.ticks.map(({ position, label }) => ({
    y: yOf(layout, heightOf(axis, position)),
    label,
  }));
  ctx.font = `${tickFontPx}px ${colors.fontFamily}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const { y, label } of roomyTicks(ticks)) {
    ctx.beginPath();
    ctx.moveTo(x - 4, y);
    ctx.lineTo(x, y);
    ctx.stroke();
    drawHaloed(ctx, label, x - 7, y, colors.text, colors.surface);
  }
  drawName(ctx, scene, axis, x);
  const brush = scene.brushes.find(({ id }) => id === axis.id);
  if (brush) drawBrush(ctx, scene, axis, brush, x);
}

function drawName(
  ctx: CanvasRenderingContext2D,
  { layout, axes, colors }: ParallelScene,
  { quantity }: ParallelAxis,
  x: number,
): void {
  const gapPx = axes.length > 1 ? (layout.axesPx[1] ?? 0) - (layout.axesPx[0] ?? 0) : layout.widthPx;
  ctx.font = `600 ${nameFontPx}px ${colors.fontFamily}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const name = fitting(ctx, titleWithUnit(quantity.name, quantity.unit), gapPx - 8);
  drawHaloed(ctx, name, x, 12, colors.text, colors.surface);
}

/** A text over lines, legible by an edge in the colour of the background. */
function drawHaloed(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  color: string,
  surface: string,
): void {
  ctx.save();
  ctx.lineWidth = 3;
  ctx.strokeStyle = surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
  ctx.restore();
}

function fitting(ctx: CanvasRenderingContext2D, text: string, widthPx: number): string {
  if (ctx.measureText(text).width <= widthPx) return text;
  let length = text.length - 1;
  while (length > 1 && ctx.measureText(`${text.slice(0, length)}…`).width > widthPx) length -= 1;
  return `${text.slice(0, length)}…`;
}

function drawBrush(
  ctx: CanvasRenderingContext2D,
  { layout, colors }: ParallelScene,
  axis: ParallelAxis,
  { low, high }: Brush,
  x: number,
): void {
  const ends = [low, high].map((position) => yOf(layout, Math.min(1, Math.max(0, heightOf(axis, position)))));
  const top = Math.min(...ends);
  const height = Math.max(...ends) - top;
  ctx.save();
  ctx.globalAlpha = 0.25;
  ctx.fillStyle = colors.selected;
  ctx.fillRect(x - brushWidthPx / 2, top, brushWidthPx, height);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = colors.selected;
  ctx.strokeRect(x - brushWidthPx / 2, top, brushWidthPx, height);
  ctx.restore();
}
