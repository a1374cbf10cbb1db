'use client';
import type { ChartData, ChartOptions, TooltipItem } from 'chart.js';
import { useMemo } from 'react';
import { formatTick, ticksWithin } from '@/charts/axis';
import { type RaisedDot, raised } from '@/charts/overlay';
import type { ChartColors } from '@/charts/use-chart-colors';
import type { Zoom } from '@/charts/zoom';
import { ZoomableScatter } from '@/charts/zoomable-scatter';
import { formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import { markedBest } from '../answer/answer';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { numbersOf, numbersText, settingText } from '../settings';
import type { Dot, EffectMean, EffectPanel } from './effects';

/** What all panels of one effect plot share. */
export interface EffectFrame {
  readonly comparison: ComparisonData;
  readonly scale: { readonly min: number; readonly max: number };
  readonly baseline: number | null;
  readonly colors: ChartColors;
  readonly select: Selection['select'];
}

/** With more settings than this, dots are small and pale so that the line of means stands out. */
const manyDots = 60;

type Point = Dot | EffectMean | { readonly x: number; readonly y: number };
type Data = ChartData<'scatter', Point[]>;

export interface EffectChartProps {
  readonly panel: EffectPanel;
  readonly frame: EffectFrame;
  readonly selected: Selection['keys'];
  readonly zoom: Zoom;
}

/** One panel of the effect plot: a dot a setting, a line through the means, the baseline dashed. */
export function EffectChart({ panel, frame, selected, zoom }: EffectChartProps) {
  const data = useMemo(() => dataOf(panel, frame), [panel, frame]);
  const options = useMemo(() => optionsOf(panel, frame, zoom.options), [panel, frame, zoom.options]);
  const overlay = useMemo(() => overlayOf(panel, frame, selected), [panel, frame, selected]);
  return <ZoomableScatter data={data} options={options} overlay={overlay} zoom={zoom} />;
}

/** What is selected lies on top, orange and larger, and so does the best setting; all others fade. */
function overlayOf(panel: EffectPanel, { comparison, colors }: EffectFrame, selected: Selection['keys']) {
  const best = markedBest(comparison);
  const dots = panel.dots.flatMap(({ key, n }, index): RaisedDot[] => {
    const isSelected = selected.has(key);
    if (selected.size === 0 || !(isSelected || key === best)) return [];
    const color = isSelected ? colors.selected : colors.best;
    return [{ index, color, fill: n === 1 ? colors.surface : color, largerPx: isSelected ? 1.5 : 0 }];
  });
  return raised(dots);
}

function dataOf(panel: EffectPanel, frame: EffectFrame): Data {
  const { baseline, colors } = frame;
  const ends = [panel.axis.min, panel.axis.max];
  return {
    datasets: [
      dotSeries(panel, frame),
      {
        label: 'Mean of the settings with this value',
        data: panel.isAveraged ? [...panel.means] : [],
        showLine: true,
        borderColor: colors.mark,
        borderWidth: 2,
        pointRadius: 0,
        pointHitRadius: 8,
        // Among many dots the line would be lost below them.
        order: panel.dots.length > manyDots ? 0 : 2,
      },
      {
        label: 'Baseline',
        data: baseline === null ? [] : ends.map((x) => ({ x, y: baseline })),
        showLine: true,
        borderColor: colors.baseline,
        borderDash: [5, 4],
        borderWidth: 1.5,
        pointRadius: 0,
        pointHitRadius: 0,
        order: 3,
      },
    ],
  };
}

function dotSeries(panel: EffectPanel, frame: EffectFrame): Data['datasets'][number] {
  const isDense = panel.dots.length > manyDots;
  const looks = panel.dots.map((dot) => lookOf(dot, frame, isDense));
  return {
    label: 'Settings',
    data: [...panel.dots],
    order: 1,
    pointStyle: looks.map((look) => look.style),
    pointRadius: looks.map((look) => look.radius),
    pointHoverRadius: looks.map((look) => look.radius + 1.5),
    pointHitRadius: 6,
    pointBorderWidth: 1.75,
    pointHoverBorderWidth: 2,
    pointBorderColor: looks.map((look) => look.color),
    pointBackgroundColor: looks.map((look) => look.fill),
    pointHoverBackgroundColor: looks.map((look) => look.fill),
    pointHoverBorderColor: looks.map((look) => look.color),
  };
}

/** Hollow = one job; diamond = best; pale among many. */
function lookOf({ key, n }: Dot, { comparison, colors }: EffectFrame, isDense: boolean) {
  const best = key === markedBest(comparison);
  const color = best ? colors.best : isDense ? colors.fadedMark : colors.mark;
  return {
    color,
    fill: n === 1 ? colors.surface : color,
    style: best ? ('rectRot' as const) : ('circle' as const),
    radius: best ? 6 : isDense ? 3 : 4,
  };
}

function optionsOf(panel: EffectPanel, frame: EffectFrame, zoom: Zoom['options']): ChartOptions<'scatter'> {
  const { colors, comparison, scale, select } = frame;
  const { metric } = comparison;
  const font = { family: colors.fontFamily, size: 12 };
  const title = (text: string) => ({ display: true, text, color: colors.text, font });
  const labels = new Map(panel.axis.ticks.map(({ position, label }) => [position, label]));
  return {
    onClick: (_event, hits) => {
      const hit = topmost(hits);
      const key = hit?.datasetIndex === 0 ? panel.dots[hit.index]?.key : undefined;
      if (key !== undefined) select([key]);
    },
    scales: {
      x: {
        type: panel.axis.kind === 'logarithmic' ? 'logarithmic' : 'linear',
        min: panel.axis.min,
        max: panel.axis.max,
        title: title(titleWithUnit(panel.name, panel.unit)),
        grid: { color: colors.grid },
        border: { color: colors.grid },
        ticks: {
          color: colors.mutedText,
          font,
          maxRotation: panel.axis.kind === 'category' ? 40 : 0,
          autoSkipPadding: 6,
          includeBounds: false,
          callback: (value) => labels.get(Number(value)) ?? formatNumber(Number(value)),
        },
        // Ticks stand at the values that were tried, nowhere else, as long as some of them are in sight.
        afterBuildTicks: (axis) => {
          axis.ticks = ticksWithin(panel.axis, axis) ?? axis.ticks;
        },
      },
      y: {
        type: 'linear',
        ...scale,
        title: title(titleWithUnit(metric.title, metric.unit)),
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.mutedText,
          font,
          includeBounds: false,
          maxTicksLimit: 6,
          callback: (value, _index, ticks) => formatTick(Number(value), stepOf(ticks)),
        },
      },
    },
    plugins: {
      zoom,
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        titleColor: '#ffffff',
        bodyColor: '#ffffff',
        titleFont: { ...font, weight: 600 },
        bodyFont: font,
        displayColors: false,
        padding: 8,
        filter: (item, _index, items) => item === topmost(items),
        callbacks: { title: () => '', label: (item) => tooltipLines(item, frame) },
      },
    },
  };
}

/** Of marks on one place the dot drawn last, else the line of means; the baseline never. */
function topmost<T extends { readonly datasetIndex: number }>(hits: readonly T[]): T | undefined {
  return (
    hits.findLast(({ datasetIndex }) => datasetIndex === 0) ??
    hits.find(({ datasetIndex }) => datasetIndex === 1)
  );
}

function stepOf(ticks: readonly { value: number }[]): number {
  const [first, second] = ticks;
  return first && second ? Math.abs(second.value - first.value) : 0;
}

function tooltipLines({ raw }: TooltipItem<'scatter'>, { comparison }: EffectFrame): string[] {
  const point = raw as Point;
  const { metric, settings, varying } = comparison;
  if ('key' in point) {
    const setting = settings.find((entry) => entry.key === point.key);
    const numbers = setting && numbersOf(setting, metric.name);
    if (!setting || !numbers) return [];
    const name = setting.key === markedBest(comparison) ? ['Best setting'] : [];
    return [...name, ...settingText(setting, varying).split(', '), numbersText(numbers, metric.unit)];
  }
  if (!('settings' in point)) return [];
  const mean = withUnit(formatNumber(point.y), metric.unit);
  const spread = `${formatNumber(point.min)} to ${withUnit(formatNumber(point.max), metric.unit)}`;
  return [`Mean of ${point.settings} settings: ${mean}`, `Between ${spread}`];
}
