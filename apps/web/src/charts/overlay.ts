/** What lies over a chart and changes often: drawn again without working out anything of the chart anew. */
import type { Chart, ChartType, Plugin } from 'chart.js';
import { drawPoint } from 'chart.js/helpers';
import { type RefObject, useEffect, useRef, useState } from 'react';

/** Draws on a chart around one of its datasets. */
export interface Overlay {
  readonly before?: (chart: Chart, dataset: number) => void;
  readonly after: (chart: Chart, dataset: number) => void;
}

/** Plugins for a chart that draw the newest overlay; the chart is drawn again in the next frame when that changes. */
export function useOverlay<T extends ChartType>(
  chart: RefObject<{ draw(): void } | null | undefined>,
  overlay: Overlay,
): Plugin<T>[] {
  const latest = useRef(overlay);
  // The chart takes its plugins once.
  const [plugins] = useState((): Plugin<T>[] => [
    {
      id: 'overlay',
      beforeDatasetDraw: (drawn, { index }) => latest.current.before?.(drawn as unknown as Chart, index),
      afterDatasetDraw: (drawn, { index }) => latest.current.after(drawn as unknown as Chart, index),
    },
  ]);
  useEffect(() => {
    latest.current = overlay;
    const frame = requestAnimationFrame(() => chart.current?.draw());
    return () => cancelAnimationFrame(frame);
  }, [chart, overlay]);
  return plugins;
}

/** A dot that stands out: its index in the first dataset and its colours. */
export interface RaisedDot {
  readonly index: number;
  readonly color: string;
  readonly fill: string;
  /** Added to its radius. */
  readonly largerPx: number;
}

const fadedAlpha = 0.3;
const borderPx = 1.75;

/** The first dataset of a scatter chart fades, but for some dots that lie over it; nothing where there are none. */
export function raised(dots: readonly RaisedDot[]): Overlay {
  return {
    before: ({ ctx }, dataset) => {
      if (dataset === 0 && dots.length > 0) ctx.globalAlpha = fadedAlpha;
    },
    after: (chart, dataset) => {
      if (dataset !== 0 || dots.length === 0) return;
      chart.ctx.globalAlpha = 1;
      for (const dot of dots) drawRaised(chart, dot);
    },
  };
}

function drawRaised(chart: Chart, { index, color, fill, largerPx }: RaisedDot): void {
  const dot = chart.getDatasetMeta(0).data[index];
  if (!dot || !isOn(chart, dot)) return;
  const { pointStyle, radius } = dot.options as { pointStyle: 'circle'; radius: number };
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = fill;
  ctx.lineWidth = borderPx;
  drawPoint(ctx, { pointStyle, radius: radius + largerPx, rotation: 0, borderWidth: borderPx }, dot.x, dot.y);
  ctx.restore();
}

/** A zoomed chart has dots outside. */
function isOn({ chartArea }: Chart, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const { left, right, top, bottom } = chartArea;
  return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
}
