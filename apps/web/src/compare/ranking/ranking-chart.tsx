'use client';
import type { ChartData, ChartOptions, TooltipItem } from 'chart.js';
import { useMemo } from 'react';
import { formatTick, shortened } from '@/charts/axis';
import { ReactChart } from '@/charts/setup';
import type { ChartColors } from '@/charts/use-chart-colors';
import { titleWithUnit } from '@/formatting/numbers';
import { baselineMean } from '../effects/effects';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { numbersText, settingText, valuesText } from '../settings';
import { verdictText } from '../verdict-text';
import { bandPlugin, bandSeries, type IntervalMark, intervalPlugin, meanSeries } from './interval-plugin';
import type { RankedRow, Ranking } from './ranking';

export interface RankingChartProps {
  readonly ranking: Ranking;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
  readonly colors: ChartColors;
}

/** Letters that fit beside the rows. */
const longestLabel = 34;

/** Across: the metric; down: the row from 0. */
type Mark = IntervalMark | { readonly x: number; readonly y: number };

const plugins = [bandPlugin, intervalPlugin];

/** A row a setting: single values as small dots, the mean with its interval over them. */
export function RankingChart(props: RankingChartProps) {
  const { ranking, comparison, selection, colors } = props;
  const [data, options] = useMemo(() => {
    const given = { ranking, comparison, selection, colors };
    return [dataOf(given), optionsOf(given)];
  }, [ranking, comparison, selection, colors]);
  return <ReactChart type="scatter" data={data} options={options} plugins={plugins} />;
}

function dataOf(props: RankingChartProps): ChartData<'scatter', Mark[]> {
  const { ranking, colors } = props;
  const looks = ranking.rows.map((row) => lookOf(row, props));
  const single = ranking.rows.flatMap(({ values }, y) =>
    // Below the interval, which would hide them.
    values.length < 2 ? [] : values.map((x) => ({ x, y: y + 0.3 })),
  );
  return {
    datasets: [
      {
        label: meanSeries,
        data: ranking.rows.map(({ numbers: { mean, interval } }, y) => ({
          x: mean,
          y,
          ...(interval ?? { low: mean, high: mean }),
          color: looks[y]?.color ?? colors.mark,
        })),
        order: 1,
        pointStyle: ranking.rows.map(({ standing }) => (standing === 'best' ? 'rectRot' : 'circle')),
        pointRadius: looks.map(({ radius }) => radius),
        pointHoverRadius: looks.map(({ radius }) => radius + 1),
        pointBorderWidth: 1.75,
        pointBorderColor: looks.map(({ color }) => color),
        pointBackgroundColor: looks.map(({ fill }) => fill),
        pointHoverBackgroundColor: looks.map(({ fill }) => fill),
        pointHoverBorderColor: looks.map(({ color }) => color),
      },
      {
        label: 'Single values',
        data: single,
        order: 2,
        pointRadius: 2,
        pointHitRadius: 0,
        pointHoverRadius: 2,
        pointBorderWidth: 0,
        pointBackgroundColor: colors.mutedText,
      },
      {
        label: bandSeries,
        data: bandMarks(props),
        order: 3,
        pointRadius: 0,
        pointHitRadius: 0,
        pointHoverRadius: 0,
      },
    ],
  };
}

/** Grey = not separable from the best; hollow = one value; orange = selected. */
function lookOf({ setting, numbers, standing }: RankedRow, { colors, selection }: RankingChartProps) {
  const isSelected = selection.keys.has(setting.key);
  const byStanding = {
    best: colors.best,
    'not-separable': colors.mutedText,
    worse: colors.mark,
    unknown: colors.mark,
  } as const;
  const color = isSelected ? colors.selected : byStanding[standing];
  return {
    color,
    fill: numbers.n === 1 ? colors.surface : color,
    radius: (standing === 'best' ? 6 : 4) + (isSelected ? 1 : 0),
  };
}

function bandMarks({ ranking: { band }, comparison, colors }: RankingChartProps): IntervalMark[] {
  const mean = baselineMean(comparison);
  return band === null || mean === null ? [] : [{ x: mean, y: 0, ...band, color: colors.baseline }];
}

function optionsOf(props: RankingChartProps): ChartOptions<'scatter'> {
  const { ranking, comparison, selection, colors } = props;
  const { metric } = comparison;
  const font = { family: colors.fontFamily, size: 12 };
  const rowAt = (index: number) => ranking.rows[index];
  return {
    // Anywhere on a row counts: dots are small.
    interaction: { mode: 'nearest', axis: 'y', intersect: false },
    onClick: (_event, hits) => {
      const hit = hits.find(({ datasetIndex }) => datasetIndex === 0);
      const row = hit && rowAt(hit.index);
      if (row) selection.select([row.setting.key]);
    },
    scales: {
      x: {
        type: 'linear',
        position: 'top',
        ...ranking.range,
        title: { display: true, text: titleWithUnit(metric.title, metric.unit), color: colors.text, font },
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.mutedText,
          font,
          includeBounds: false,
          maxTicksLimit: 7,
          maxRotation: 0,
          callback: (value, _index, ticks) =>
            formatTick(Number(value), Math.abs((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0))),
        },
      },
      y: {
        type: 'linear',
        reverse: true,
        min: -0.5,
        max: Math.max(0.5, ranking.rows.length - 0.5),
        grid: { display: false },
        border: { display: false },
        afterBuildTicks: (axis) => {
          axis.ticks = ranking.rows.map((_row, value) => ({ value }));
        },
        ticks: {
          color: colors.text,
          font: { ...font, size: 11 },
          autoSkip: false,
          callback: (value) => labelOf(rowAt(Number(value)), comparison),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        bodyColor: '#ffffff',
        bodyFont: font,
        displayColors: false,
        padding: 8,
        filter: ({ datasetIndex }) => datasetIndex === 0,
        callbacks: { title: () => '', label: (item) => tooltipLines(item, props) },
      },
    },
  };
}

/** `1,000 · 50 · huber`: the values that vary, in the order of the table's columns. */
function labelOf(row: RankedRow | undefined, { varying }: ComparisonData): string {
  if (!row) return '';
  const values = valuesText(row.setting, varying);
  return shortened(values || 'the only setting', longestLabel);
}

function tooltipLines({ dataIndex }: TooltipItem<'scatter'>, props: RankingChartProps): string[] {
  const { ranking, comparison } = props;
  const row = ranking.rows[dataIndex];
  if (!row) return [];
  const { setting, numbers, standing } = row;
  const standings = {
    best: ['Best setting'],
    'not-separable': ['Not separable from the best'],
    worse: ['Worse than the best'],
    unknown: [],
  } as const;
  const versus =
    setting.key === comparison.baselineKey
      ? ['The baseline']
      : setting.versusBaseline
        ? [`Against the baseline: ${verdictText(setting.versusBaseline)}`]
        : [];
  return [
    ...settingText(setting, comparison.varying).split(', '),
    numbersText(numbers, comparison.metric.unit),
    ...standings[standing],
    ...versus,
  ];
}
