'use client';
import type { ChartData, ChartOptions, TooltipItem } from 'chart.js';
import { useMemo } from 'react';
import { ticksWithin } from '@/charts/axis';
import { type RaisedDot, raised } from '@/charts/overlay';
import type { ChartColors } from '@/charts/use-chart-colors';
import type { Zoom } from '@/charts/zoom';
import { ZoomableScatter } from '@/charts/zoomable-scatter';
import { formatNumber, titleWithUnit } from '@/formatting/numbers';
import { markedBest } from '../answer/answer';
import type { Quantity } from '../quantities';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { settingText } from '../settings';
import type { Scatter, ScatterPoint } from './scatter';

export interface ScatterChartProps {
  readonly scatter: Scatter;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
  readonly colors: ChartColors;
  readonly zoom: Zoom;
}

type Drawn = Omit<ScatterChartProps, 'selection' | 'zoom'> & Pick<Selection, 'select' | 'toggle'>;

type Point = ScatterPoint | { readonly x: number; readonly y: number };

/** The dots and the front; a click selects a setting. */
export function ScatterChart({ scatter, comparison, selection, colors, zoom }: ScatterChartProps) {
  const { keys, select, toggle } = selection;
  const [data, options] = useMemo(() => {
    const given = { scatter, comparison, select, toggle, colors };
    return [dataOf(given), optionsOf(given, zoom.options)];
  }, [scatter, comparison, select, toggle, colors, zoom.options]);
  const overlay = useMemo(
    () => overlayOf(scatter, comparison, colors, keys),
    [scatter, comparison, colors, keys],
  );
  return <ZoomableScatter data={data} options={options} overlay={overlay} zoom={zoom} />;
}

/** What is selected lies on top, orange and larger, and so does the best setting; all others fade. */
function overlayOf(
  { points }: Scatter,
  comparison: ComparisonData,
  colors: ChartColors,
  selected: Selection['keys'],
) {
  const best = markedBest(comparison);
  const dots = points.flatMap(({ key, n }, index): RaisedDot[] => {
    const isSelected = selected.has(key);
    if (selected.size === 0 || !(isSelected || key === best)) return [];
    const color = isSelected ? colors.selected : colors.best;
    return [{ index, color, fill: n === 1 ? colors.surface : color, largerPx: isSelected ? 1.5 : 0 }];
  });
  return raised(dots);
}

function dataOf(props: Drawn): ChartData<'scatter', Point[]> {
  const { scatter, colors } = props;
  const looks = scatter.points.map((point) => lookOf(point, props));
  return {
    datasets: [
      {
        label: 'Settings',
        data: [...scatter.points],
        pointStyle: looks.map(({ style }) => style),
        pointRadius: looks.map(({ radius }) => radius),
        pointHoverRadius: looks.map(({ radius }) => radius + 1.5),
        pointHitRadius: 6,
        pointBorderWidth: 1.75,
        pointBorderColor: looks.map(({ color }) => color),
        pointBackgroundColor: looks.map(({ fill }) => fill),
        pointHoverBackgroundColor: looks.map(({ fill }) => fill),
        pointHoverBorderColor: looks.map(({ color }) => color),
        order: 1,
      },
      {
        label: 'Front',
        data: [...scatter.front],
        showLine: true,
        borderColor: colors.best,
        borderWidth: 1.5,
        pointRadius: 0,
        pointHitRadius: 0,
        order: 2,
      },
    ],
  };
}

/** Pale = beaten in all objectives; diamond = best; square = on the front. */
function lookOf({ key, n, isPareto }: ScatterPoint, { comparison, colors }: Drawn) {
  const isBest = key === markedBest(comparison);
  const isPale = !isBest && isPareto === false;
  const color = isPale ? colors.fadedMark : isBest || isPareto === true ? colors.best : colors.mark;
  return {
    color,
    fill: n === 1 ? colors.surface : color,
    style: isBest ? ('rectRot' as const) : isPareto === true ? ('rect' as const) : ('circle' as const),
    radius: isBest ? 6 : 4,
  };
}

function optionsOf(props: Drawn, zoom: Zoom['options']): ChartOptions<'scatter'> {
  const { scatter, select, toggle, colors } = props;
  const font = { family: colors.fontFamily, size: 12 };
  return {
    onClick: (event, hits) => {
      const hit = hits.findLast(({ datasetIndex }) => datasetIndex === 0);
      const key = hit && scatter.points[hit.index]?.key;
      if (key === undefined) return;
      const native = event.native as MouseEvent | null;
      if (native?.shiftKey || native?.ctrlKey || native?.metaKey) toggle(key);
      else select([key]);
    },
    scales: { x: scaleOf(scatter.x, colors), y: scaleOf(scatter.y, colors) },
    plugins: {
      zoom,
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        bodyColor: '#ffffff',
        bodyFont: font,
        displayColors: false,
        padding: 8,
        filter: (item, _index, items) => item === items.findLast(({ datasetIndex }) => datasetIndex === 0),
        callbacks: { title: () => '', label: (item) => tooltipLines(item, props) },
      },
    },
  };
}

type ScaleOptions = NonNullable<ChartOptions<'scatter'>['scales']>[string];

function scaleOf({ name, unit, axisOn }: Quantity, colors: ChartColors): ScaleOptions {
  const axis = axisOn(null);
  const font = { family: colors.fontFamily, size: 12 };
  const labels = new Map(axis.ticks.map(({ position, label }) => [position, label]));
  return {
    type: axis.kind === 'logarithmic' ? 'logarithmic' : 'linear',
    min: axis.min,
    max: axis.max,
    title: { display: true, text: titleWithUnit(name, unit), color: colors.text, font },
    grid: { color: colors.grid },
    border: { color: colors.grid },
    ticks: {
      color: colors.mutedText,
      font,
      maxRotation: 0,
      autoSkipPadding: 6,
      callback: (value) => labels.get(Number(value)) ?? formatNumber(Number(value)),
    },
    afterBuildTicks: (scale) => {
      scale.ticks = ticksWithin(axis, scale) ?? scale.ticks;
    },
  };
}

function tooltipLines({ raw }: TooltipItem<'scatter'>, { scatter, comparison }: Drawn): string[] {
  const point = raw as Point;
  if (!('key' in point)) return [];
  const setting = comparison.settings.find(({ key }) => key === point.key);
  if (!setting) return [];
  const { x, y } = scatter;
  return [
    ...settingText(setting, comparison.varying).split(', '),
    ...[x, y]
      .filter(({ kind }) => kind !== 'parameter')
      .map((quantity) => `${quantity.name}: ${quantity.textOf(setting)} (n = ${point.n})`),
    ...(point.isPareto === true ? ['No other is better in all objectives'] : []),
  ];
}
