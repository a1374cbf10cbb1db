'use client';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { rememberDrawing } from '@/charts/drawing';
import { useChartColors } from '@/charts/use-chart-colors';
import { markedBest } from '../answer/answer';
import type { PanelProps } from '../panel-props';
import { numbersOf, numbersText, settingText } from '../settings';
import type { Brush } from '../view/url-state';
import type { ParallelAxis } from './axes';
import { AxisHandle } from './axis-handle';
import { drawParallel, type ParallelScene } from './draw';
import { heightAt, type ParallelLayout, parallelLayout, placeAt } from './layout';
import { type Line, nearestLine, replicateLines, settingLines } from './lines';
import classes from './parallel.module.css';

export interface ParallelChartProps extends PanelProps {
  readonly axes: readonly ParallelAxis[];
}

/** How far from a line the pointer may be, as a share of the height. */
const reach = 0.03;
const colorParts = { light: [0, 0.86], dark: [0.25, 1] } as const;

/** The lines on a canvas, with controls for each axis above it. */
export function ParallelChart(props: ParallelChartProps) {
  const { axes, selection } = props;
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const [hovered, setHovered] = useState<string | null>(null);
  const [drawnBrush, setDrawnBrush] = useState<Brush | null>(null);
  const layout = useMemo(() => parallelLayout(axes, width), [axes, width]);
  const lines = useLines(props);
  const brushes = drawnBrush
    ? [...selection.brushes.filter(({ id }) => id !== drawnBrush.id), drawnBrush]
    : selection.brushes;
  const canvas = useDrawn(
    { ...useScene(props), ...lines, layout, axes, brushes, hoveredKey: hovered },
    width > 0,
  );
  const find = (event: PointerEvent) => lineAt(event, layout, lines.lines);
  return (
    <div ref={sizeRef} className={classes.scroll}>
      <div className={classes.drawing} style={{ width: layout.widthPx }}>
        <canvas
          ref={canvas}
          className={classes.canvas}
          style={{ cursor: hovered === null ? 'default' : 'pointer' }}
          onPointerMove={(event) => setHovered(find(event)?.key ?? null)}
          onPointerLeave={() => setHovered(null)}
          onClick={() => hovered !== null && selection.select([hovered])}
        />
        {axes.map((axis, place) => (
          <AxisHandle
            key={axis.id}
            {...props}
            axis={axis}
            place={place}
            layout={layout}
            onDraw={setDrawnBrush}
          />
        ))}
        {hovered !== null && <HoverText {...props} settingKey={hovered} />}
      </div>
    </div>
  );
}

function useLines({ comparison, axes }: ParallelChartProps) {
  const { isLight } = useChartColors();
  return useMemo(() => {
    const lines = settingLines(comparison, axes, colorParts[isLight ? 'light' : 'dark']);
    return { lines, replicates: replicateLines(comparison, axes, lines) };
  }, [comparison, axes, isLight]);
}

function useScene({ comparison, selection }: ParallelChartProps) {
  const colors = useChartColors();
  return { colors, selected: selection.keys, bestKey: markedBest(comparison) };
}

/** Draws the scene whenever it has changed; the browser's pixels are as fine as its screen. */
function useDrawn(scene: ParallelScene, isSized: boolean) {
  const own = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = own.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx || !isSized) return;
    const { widthPx, heightPx } = scene.layout;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(widthPx * ratio);
    canvas.height = Math.round(heightPx * ratio);
    canvas.style.width = `${widthPx}px`;
    canvas.style.height = `${heightPx}px`;
    ctx.scale(ratio, ratio);
    drawParallel(ctx, scene);
    rememberDrawing(canvas, {
      widthPx,
      heightPx,
      draw: (surface, { background }) => {
        surface.fillStyle = background;
        surface.fillRect(0, 0, widthPx, heightPx);
        drawParallel(surface, { ...scene, hoveredKey: null });
      },
    });
  });
  return useMergedRef(own);
}

function lineAt(event: PointerEvent, layout: ParallelLayout, lines: readonly Line[]): Line | null {
  const box = event.currentTarget.getBoundingClientRect();
  const place = placeAt(layout, event.clientX - box.left);
  return nearestLine(lines, place, heightAt(layout, event.clientY - box.top), reach);
}

function HoverText({ comparison, settingKey }: PanelProps & { readonly settingKey: string }) {
  const setting = comparison.settings.find(({ key }) => key === settingKey);
  const numbers = setting && numbersOf(setting, comparison.metric.name);
  if (!setting) return null;
  return (
    <p className={`${classes.hover} numeric`}>
      {settingText(setting, comparison.varying)}
      {': '}
      {numbers ? numbersText(numbers, comparison.metric.unit) : 'no value'}
    </p>
  );
}
