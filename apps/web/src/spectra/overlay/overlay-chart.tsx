'use client';
import type { ChartData, ChartOptions } from 'chart.js';
import { useMemo } from 'react';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import type { Zoom } from '@/charts/zoom';
import { formatNumber } from '@/formatting/numbers';
import { spectrumScales, wavenumberText } from '../axes';
import { sampleColor } from './overlay';
import type { ShownOverlay } from './queries';

export interface OverlayChartProps {
  readonly overlay: ShownOverlay;
  /** Keys of curves that are left out: ids of jobs, and `baseline 0` and so on. */
  readonly hidden: ReadonlySet<string>;
  /** Id of the job whose curve stands out; null: none. */
  readonly pointedAt: string | null;
  readonly zoom: Zoom;
}

/** Samples over their baselines, to be zoomed into. */
export function OverlayChart({ overlay, hidden, pointedAt, zoom }: OverlayChartProps) {
  const colors = useChartColors();
  const data = useMemo(
    () => dataOf(overlay, hidden, pointedAt, colors),
    [overlay, hidden, pointedAt, colors],
  );
  const options = useMemo(() => optionsOf(overlay, colors, zoom), [overlay, colors, zoom]);
  return (
    <ReactChart
      ref={(chart) => {
        zoom.chart.current = chart ?? null;
      }}
      type="scatter"
      data={data}
      options={options}
    />
  );
}

export const baselineKey = (place: number) => `baseline ${place}`;

function dataOf(
  { samples, baselines }: ShownOverlay,
  hidden: ReadonlySet<string>,
  pointedAt: string | null,
  colors: ChartColors,
): ChartData<'scatter'> {
  const line = { showLine: true, pointRadius: 0, pointHitRadius: 6 };
  const pointsOf = ({ x, y }: { readonly x: readonly number[]; readonly y: readonly number[] }) =>
    x.map((at, i) => ({ x: at, y: y[i] ?? Number.NaN }));
  const datasets: ChartData<'scatter'>['datasets'] = samples.flatMap(({ job, curve }, index) => {
    if (hidden.has(job.id)) return [];
    const isFaded = pointedAt !== null && pointedAt !== job.id;
    const color = isFaded ? colors.fadedMark : sampleColor(index, samples.length, colors);
    const borderWidth = pointedAt === job.id ? 2.5 : 1.25;
    const order = pointedAt === job.id ? 0 : 2;
    return [{ label: curve.name, data: pointsOf(curve), borderColor: color, borderWidth, order, ...line }];
  });
  const dashed = baselines.flatMap((curve, place) =>
    hidden.has(baselineKey(place))
      ? []
      : [
          {
            label: `Baseline: ${curve.name}`,
            data: pointsOf(curve),
            borderColor: colors.text,
            borderWidth: 1.75,
            borderDash: [6, 3],
            order: 1,
            ...line,
          },
        ],
  );
  return { datasets: [...datasets, ...dashed] };
}

function optionsOf(
  { samples, baselines, xTitle, yTitle, isReversed }: ShownOverlay,
  colors: ChartColors,
  zoom: Zoom,
): ChartOptions<'scatter'> {
  const curves = [...samples.map(({ curve }) => curve), ...baselines];
  const min = Math.min(...curves.map(({ x }) => x[0] ?? Number.NaN));
  const max = Math.max(...curves.map(({ x }) => x.at(-1) ?? Number.NaN));
  return {
    parsing: false,
    interaction: { mode: 'nearest', axis: 'xy', intersect: false },
    scales: spectrumScales({ title: xTitle, isReversed, min, max }, yTitle, colors),
    plugins: {
      legend: { display: false },
      zoom: zoom.options,
      tooltip: {
        backgroundColor: colors.tooltip,
        callbacks: {
          label: ({ parsed, dataset }) =>
            `${dataset.label}: ${formatNumber(parsed.y ?? Number.NaN, 4)} at ${wavenumberText(parsed.x ?? Number.NaN)} cm⁻¹`,
        },
      },
    },
  };
}
