'use client';
import type { ChartData, ChartOptions } from 'chart.js';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { formatTick } from '@/charts/axis';
import { raised } from '@/charts/overlay';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import type { Zoom } from '@/charts/zoom';
import { ZoomableScatter } from '@/charts/zoomable-scatter';
import { formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import { useCurrentProject } from '@/projects/project-frame';
import { curveOf } from './curve';
import type { ShownRelation } from './queries';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Jobs as dots and the fitted curve; a click on a dot opens its job. */
export function RelationChart({ relation, zoom }: { readonly relation: ShownRelation; readonly zoom: Zoom }) {
  const colors = useChartColors();
  const router = useRouter();
  const project = useCurrentProject();
  const overlay = useMemo(() => raised([]), []);
  const [data, options] = useMemo(() => {
    const open = (jobId: string) => router.push(project.at(`/jobs/${jobId}`));
    return [dataOf(relation, colors), optionsOf(relation, colors, zoom.options, open)];
  }, [relation, colors, zoom.options, router, project]);
  return <ZoomableScatter data={data} options={options} overlay={overlay} zoom={zoom} />;
}

function dataOf(relation: ShownRelation, colors: ChartColors): ChartData<'scatter', Place[]> {
  return {
    datasets: [
      {
        label: 'Jobs',
        data: relation.points.map(({ x, y }) => ({ x, y })),
        pointRadius: 4,
        pointHoverRadius: 5.5,
        pointHitRadius: 6,
        pointBackgroundColor: colors.mark,
        pointBorderColor: colors.mark,
        order: 1,
      },
      {
        label: 'Curve',
        data: curveOf(relation),
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

function optionsOf(
  { x, y, points }: ShownRelation,
  colors: ChartColors,
  zoom: Zoom['options'],
  open: (jobId: string) => void,
): ChartOptions<'scatter'> {
  const font = { family: colors.fontFamily, size: 12 };
  const scale = ({ title, unit }: ShownRelation['x']) => ({
    title: { display: true, text: titleWithUnit(title, unit), color: colors.text, font },
    grid: { color: colors.grid },
    border: { color: colors.grid },
    ticks: {
      color: colors.mutedText,
      font,
      maxRotation: 0,
      callback: (value: string | number, _index: number, ticks: readonly { readonly value: number }[]) =>
        formatTick(Number(value), Math.abs((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0))),
    },
  });
  return {
    onClick: (_event, hits) => {
      const hit = hits.find(({ datasetIndex }) => datasetIndex === 0);
      const jobId = hit && points[hit.index]?.jobId;
      if (jobId !== undefined) open(jobId);
    },
    scales: { x: scale(x), y: scale(y) },
    plugins: {
      zoom,
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        bodyColor: '#ffffff',
        bodyFont: font,
        displayColors: false,
        padding: 8,
        filter: ({ datasetIndex }) => datasetIndex === 0,
        callbacks: {
          title: () => '',
          label: ({ dataIndex }) => {
            const point = points[dataIndex];
            if (point === undefined) return [];
            return [
              point.label,
              `${x.title}: ${withUnit(formatNumber(point.x), x.unit)}`,
              `${y.title}: ${withUnit(formatNumber(point.y), y.unit)}`,
              ...(point.residualPercent == null
                ? []
                : [`${formatNumber(point.residualPercent, 2)} % off the curve`]),
            ];
          },
        },
      },
    },
  };
}
