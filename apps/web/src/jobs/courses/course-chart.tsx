'use client';
import type { ChartData, ChartOptions } from 'chart.js';
import { useMemo } from 'react';
import { formatTick } from '@/charts/axis';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import { formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import type { Course } from './job-courses';

/** One metric over the steps of a job. */
export function CourseChart({ course }: { readonly course: Course }) {
  const colors = useChartColors();
  const [data, options] = useMemo(
    () => [dataOf(course, colors), optionsOf(course, colors)],
    [course, colors],
  );
  return <ReactChart type="scatter" data={data} options={options} />;
}

function dataOf({ title, steps, values }: Course, colors: ChartColors): ChartData<'scatter'> {
  const points = steps.flatMap((x, index) => {
    const y = values[index];
    return y === undefined ? [] : [{ x, y }];
  });
  return {
    datasets: [
      {
        label: title,
        data: points,
        showLine: true,
        borderColor: colors.mark,
        backgroundColor: colors.mark,
        borderWidth: 2,
        pointRadius: points.length > 30 ? 0 : 2.5,
        pointHitRadius: 8,
      },
    ],
  };
}

function optionsOf({ title, unit }: Course, colors: ChartColors): ChartOptions<'scatter'> {
  const font = { family: colors.fontFamily, size: 12 };
  const axisTitle = (text: string) => ({ display: true, text, color: colors.text, font });
  const grid = { color: colors.grid };
  return {
    scales: {
      x: {
        title: axisTitle('Step'),
        ticks: { color: colors.mutedText, font, precision: 0 },
        grid,
      },
      y: {
        title: axisTitle(titleWithUnit(title, unit)),
        grid,
        ticks: {
          color: colors.mutedText,
          font,
          callback: (value, _index, ticks) =>
            formatTick(Number(value), (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0)),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        callbacks: {
          label: ({ parsed }) =>
            `Step ${parsed.x}: ${withUnit(formatNumber(parsed.y ?? Number.NaN, 5), unit)}`,
        },
      },
    },
  };
}
