/** Where the parts of a figure lie, in points from its upper left corner. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Axis, finiteRange, type Layer, type Panel, type Plot } from './plot.js';
import type { Look } from './style.js';
import { textWidth } from './text.js';
import { type Ticks, ticksOf } from './ticks.js';

/** From values to points and back of what the layers and axes need. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: Ticks;
  /** Place of a value in points. */
  at(value: number): number;
}

export interface PanelFrame {
  readonly panel: Panel;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
}

/** Air above and below the data, as a share of their range. */
const margin = 0.05;
/** What labels above the curves may take of a panel. */
const mostLabelRoom = 0.45;

/** @param top where the title and the legend end */
export function framesOf(
  context: SKRSContext2D,
  plot: Plot,
  { width, height, top }: { readonly width: number; readonly height: number; readonly top: number },
  look: Look,
): PanelFrame[] {
  const { size } = look.label;
  const bottom = height - size * 3.4;
  const gap = plot.panels.length > 1 ? size * 1.1 : 0;
  const whole = plot.panels.reduce((sum, panel) => sum + (panel.height ?? 1), 0);
  const room = bottom - top - gap * (plot.panels.length - 1);
  let panelTop = top;
  const boxes = plot.panels.map((panel) => {
    const box = { panel, top: panelTop, bottom: panelTop + (room * (panel.height ?? 1)) / whole };
    panelTop = box.bottom + gap;
    return { ...box, y: verticalScale(panel, box, look, labelHeight(context, panel, look)) };
  });
  const widest = Math.max(
    ...boxes.flatMap(({ y }) => y.ticks.texts.map((text) => textWidth(context, text, look.tick))),
  );
  const left = size * 2.6 + widest + look.tickLength;
  const right = width - size * 1.6;
  const x = horizontalScale(plot, left, right, look);
  return boxes.map((box) => ({ ...box, left, right, x }));
}

function horizontalScale({ x: axis, panels }: Plot, left: number, right: number, look: Look): Scale {
  const all = panels.flatMap(({ layers }) => layers.map((layer) => rangeOf(layer, 'x')));
  const [low, high] = limits(axis, all, 0);
  const [from, to] = axis.reversed === true ? [high, low] : [low, high];
  const ticks = ticksOf(low, high, (right - left) / (look.tick.size * 5.5), axis.whole);
  return { low, high, ticks, at: (value) => left + ((value - from) / (to - from)) * (right - left) };
}

function verticalScale(
  panel: Panel,
  { top, bottom }: { readonly top: number; readonly bottom: number },
  look: Look,
  labelHeight: number,
): Scale {
  const ranges = panel.layers.map((layer) => rangeOf(layer, 'y'));
  const isImage = panel.layers.some(({ kind }) => kind === 'heat');
  const [low, highest] = limits(panel.y, ranges, isImage ? 0 : margin);
  const room = panel.y.max === undefined ? Math.min(mostLabelRoom, labelHeight / (bottom - top)) : 0;
  const high = highest + ((highest - low) * room) / (1 - room);
  const ticks = ticksOf(low, high, (bottom - top) / (look.tick.size * 2.4));
  const [lower, upper] = panel.y.reversed === true ? [top, bottom] : [bottom, top];
  return { low, high, ticks, at: (value) => lower + ((value - low) / (high - low)) * (upper - lower) };
}

/** What an upright label needs above a curve. */
function labelHeight(context: SKRSContext2D, { labels = [] }: Panel, look: Look): number {
  const widths = labels.map(({ text }) => textWidth(context, text, look.mark));
  return widths.length > 0 ? Math.max(...widths) + look.mark.size : 0;
}

/** The axis' own limits, else those of the data with some air around; never empty. */
function limits(axis: Axis, ranges: readonly (readonly [number, number])[], air: number): [number, number] {
  const low = Math.min(...ranges.map(([least]) => least));
  const high = Math.max(...ranges.map(([, most]) => most));
  const pad = (high - low) * air || (high === low ? Math.abs(high) * 0.1 || 0.5 : 0);
  const [first, last] = [axis.min ?? low - pad, axis.max ?? high + pad];
  return first < last ? [first, last] : [first - 0.5, first + 0.5];
}

function rangeOf(layer: Layer, along: 'x' | 'y'): readonly [number, number] {
  if (layer.kind !== 'heat') return finiteRange(layer[along]);
  const [first, last] = layer[along];
  return [Math.min(first, last), Math.max(first, last)];
}
