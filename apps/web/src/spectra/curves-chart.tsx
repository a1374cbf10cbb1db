'use client';
import type { ChartData, ChartOptions } from 'chart.js';
import { useMemo } from 'react';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import type { Zoom } from '@/charts/zoom';
import { formatNumber } from '@/formatting/numbers';
import { spectrumScales, wavenumberText } from './axes';
import type { Curves } from './read-curves';

export interface CurvesChartProps {
  readonly curves: Curves;
  /** Null where the values need no words. */
  readonly yTitle: string | null;
  /** Names of curves that are left out. */
  readonly hidden: ReadonlySet<string>;
  readonly zoom: Zoom;
}

/** Colour of a curve, the same in the chart and beside its name. */
export function curveColor(colors: ChartColors, index: number): string {
  return [colors.best, colors.mark, colors.selected, colors.baseline][index % 4]!;
}

/** Curves over one axis, to be zoomed into. */
export function CurvesChart({ curves, yTitle, hidden, zoom }: CurvesChartProps) {
  const colors = useChartColors();
  const [data, options] = useMemo(
    () => [dataOf(curves, hidden, colors), optionsOf(curves, yTitle, colors, zoom)],
    [curves, yTitle, hidden, colors, zoom],
  );
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

function dataOf(
  { x, curves }: Curves,
  hidden: ReadonlySet<string>,
  colors: ChartColors,
): ChartData<'scatter'> {
  return {
    datasets: curves.flatMap(({ name, y }, index) => {
      if (hidden.has(name)) return [];
      const color = curveColor(colors, index);
      const data = x.map((at, i) => ({ x: at, y: y[i] ?? Number.NaN }));
      // The lowest lies on top: the sample, then its baseline; their difference hides neither.
      const order = index === 1 ? 0 : index + 1;
      const line = { showLine: true, borderWidth: 1.5, pointRadius: 0, pointHitRadius: 6 };
      return [{ label: name, data, borderColor: color, backgroundColor: color, order, ...line }];
    }),
  };
}

function optionsOf(
  { x, xTitle, isReversed }: Curves,
  yTitle: string | null,
  colors: ChartColors,
  zoom: Zoom,
): ChartOptions<'scatter'> {
  return {
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: spectrumScales({ title: xTitle, isReversed, min: x[0], max: x.at(-1) }, yTitle, colors),
    plugins: {
      legend: { display: false },
      zoom: zoom.options,
      tooltip: {
        backgroundColor: colors.tooltip,
        callbacks: {
          label: ({ parsed, dataset }) =>
            `${dataset.label}: ${formatNumber(parsed.y ?? Number.NaN, 5)} at ${wavenumberText(parsed.x ?? Number.NaN)} cm⁻¹`,
        },
      },
    },
  };
}
