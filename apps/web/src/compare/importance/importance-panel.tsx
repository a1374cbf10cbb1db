'use client';
import { Badge, Text } from '@mantine/core';
import type { ChartData, ChartOptions, Plugin } from 'chart.js';
import { useMemo } from 'react';
import { shortened } from '@/charts/axis';
import { ChartFigure, type ChartTable } from '@/charts/chart-figure';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import { leafName } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { heatmapAxes } from '../heatmap/heatmap';
import type { PanelProps } from '../panel-props';
import { axesWith, type ImportanceBar, type ImportanceView, importanceView, percentText } from './importance';

const rowPx = 30;
const axisPx = 44;
const mostBars = 12;
const longestName = 26;
/** Right of the longest bar, for its percentage. */
const percentPx = 44;
/** Names take half of the rest at most, about 7 px a character. */
const widthPerCharacterPx = 14;

/** Which parameter matters; a click on one puts it into the heatmap. Says why where it cannot be known. */
export function ImportancePanel({ comparison, view, change }: PanelProps) {
  const colors = useChartColors();
  const shown = useMemo(() => importanceView(comparison), [comparison]);
  const choose = (path: string) => {
    const axes = heatmapAxes(comparison, view.x, view.y);
    change(axesWith(path, axes && { x: axes.x.path, y: axes.y.path }));
  };
  if (shown === null) {
    return (
      <Panel title="Which parameter matters">
        <Text size="sm" c="dimmed">
          {comparison.importanceReason ?? 'Not known yet.'}
        </Text>
      </Panel>
    );
  }
  const bars = shown.bars.slice(0, mostBars);
  return (
    <Panel
      title="Which parameter matters"
      actions={
        comparison.importance?.isEstimate && (
          <Badge variant="light" color="gray" tt="none">
            estimate
          </Badge>
        )
      }
    >
      <ChartFigure
        title={<span>{shown.method}</span>}
        fileName={`Which parameter matters for ${comparison.metric.title}`}
        finding={shown.finding}
        table={tableOf(shown)}
        heightPx={axisPx + rowPx * bars.length}
        shown={`n = ${comparison.importance?.n} settings of ${comparison.settings.length}. Click a bar to see it in the heatmap.`}
      >
        <ImportanceChart bars={bars} colors={colors} onChoose={choose} />
      </ChartFigure>
    </Panel>
  );
}

function tableOf({ bars }: ImportanceView): ChartTable {
  return {
    headings: ['Parameter', 'Share', 'From', 'To'],
    rows: bars.map(({ path, title, share, interval }) => ({
      key: path ?? 'rest',
      cells: [
        title,
        percentText(share),
        ...(interval ? [percentText(interval.low), percentText(interval.high)] : ['–', '–']),
      ],
    })),
  };
}

interface ImportanceChartProps {
  readonly bars: readonly ImportanceBar[];
  readonly colors: ChartColors;
  readonly onChoose: (path: string) => void;
}

interface BarMark {
  readonly x: number;
  readonly y: number;
  readonly share: number;
  readonly interval: ImportanceBar['interval'];
  readonly ink: string;
  readonly fontFamily: string;
}

function ImportanceChart({ bars, colors, onChoose }: ImportanceChartProps) {
  const data: ChartData<'bar', BarMark[], string> = {
    labels: bars.map(({ path, title }) => (path === null ? title : leafName(path))),
    datasets: [
      {
        label: 'Share',
        data: bars.map(({ share, interval }, y) => ({
          x: Math.max(0, share),
          y,
          share,
          interval,
          ink: colors.text,
          fontFamily: colors.fontFamily,
        })),
        backgroundColor: bars.map(({ path }) => (path === null ? colors.fadedMark : colors.mark)),
        barThickness: 16,
        borderRadius: 3,
      },
    ],
  };
  return <ReactChart type="bar" data={data} options={optionsOf(bars, colors, onChoose)} plugins={plugins} />;
}

function optionsOf(
  bars: readonly ImportanceBar[],
  colors: ChartColors,
  onChoose: (path: string) => void,
): ChartOptions<'bar'> {
  const font = { family: colors.fontFamily, size: 12 };
  return {
    indexAxis: 'y',
    interaction: { mode: 'nearest', axis: 'y', intersect: false },
    layout: { padding: { right: percentPx } },
    onClick: (_event, [hit]) => {
      const path = hit && bars[hit.index]?.path;
      if (path) onChoose(path);
    },
    onHover: (_event, [hit], { canvas }) => {
      canvas.style.cursor = hit && bars[hit.index]?.path ? 'pointer' : 'default';
    },
    scales: {
      x: {
        min: 0,
        max: 1,
        title: { display: true, text: 'Share of the variation', color: colors.text, font },
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.mutedText,
          font,
          stepSize: 0.25,
          callback: (value) => percentText(Number(value)),
        },
      },
      y: {
        grid: { display: false },
        border: { display: false },
        ticks: {
          color: colors.text,
          font,
          autoSkip: false,
          callback(index) {
            const fitting = Math.floor((this.chart.width - percentPx) / widthPerCharacterPx);
            return shortened(this.getLabelForValue(Number(index)), Math.min(longestName, fitting));
          },
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        displayColors: false,
        bodyFont: font,
        callbacks: {
          title: () => '',
          label: ({ dataIndex }) => {
            const bar = bars[dataIndex];
            return bar ? [bar.title, ...(bar.path ? [bar.path] : []), rangeText(bar)] : [];
          },
        },
      },
    },
  };
}

function rangeText({ share, interval }: ImportanceBar): string {
  if (interval === null) return percentText(share);
  return `${percentText(share)}, from ${percentText(interval.low)} to ${percentText(interval.high)}`;
}

/** The share behind each bar, and its range as a line; a chart keeps its plugins, so they read what it draws. */
const shares: Plugin<'bar'> = {
  id: 'shares',
  afterDatasetsDraw: ({ ctx, data, scales: { x, y } }) => {
    if (!x || !y) return;
    const marks = (data.datasets[0]?.data ?? []) as unknown as readonly BarMark[];
    ctx.save();
    ctx.textBaseline = 'middle';
    ctx.lineWidth = 1.5;
    for (const { share, interval, ink, fontFamily, y: row } of marks) {
      ctx.font = `12px ${fontFamily}`;
      ctx.fillStyle = ink;
      ctx.strokeStyle = ink;
      const middle = y.getPixelForValue(row);
      if (interval) {
        ctx.beginPath();
        ctx.moveTo(x.getPixelForValue(Math.max(0, interval.low)), middle);
        ctx.lineTo(x.getPixelForValue(Math.max(0, interval.high)), middle);
        ctx.stroke();
      }
      const end = Math.min(1, Math.max(0, share, interval?.high ?? 0));
      ctx.fillText(percentText(share), x.getPixelForValue(end) + 6, middle);
    }
    ctx.restore();
  },
};

const plugins = [shares];
