import {
  type ComparedMetric,
  type ComparedSetting,
  type Comparison,
  type ComparisonReport,
  countOf,
  headingText,
  markedBest,
  valueText,
} from '@batchyard/domain';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart, Plugin } from 'chart.js';
import { captionLines } from './caption.js';
import type { Figure } from './figure.js';

/** Settings that a figure has room for. */
export const maxRows = 40;
const rowHeight = 17;
const width = 720;
const labelChars = 48;

/** Told apart by shape as well as by colour. */
const styles = {
  best: { colour: '#0b6e4f', pointStyle: 'rectRot' },
  alike: { colour: '#7a8594', pointStyle: 'triangle' },
  other: { colour: '#1f4e9c', pointStyle: 'circle' },
} as const;

interface Row {
  readonly y: number;
  readonly x: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Mean and interval of each setting, best first. @returns null while nothing has a value */
export function effectFigure({ comparison }: ComparisonReport): Figure | null {
  const { metric, direction, settings, shownJobs, totalJobs } = comparison;
  const bestKey = markedBest(comparison);
  const ranked = settings.filter((setting) => setting.rank !== null);
  const shown = ranked.slice(0, maxRows);
  if (shown.length === 0) return null;
  const groups = groupsOf(shown, bestKey, metric.name);
  const labels = shown.map((setting) => settingLabel(setting, comparison));
  const better = direction === 'minimize' ? 'smaller is better' : 'larger is better';
  const summaries = shown.flatMap((setting) => setting.metrics[metric.name] ?? []);
  const bars = summaries.some(({ interval }) => interval !== null) ? '; bars are 95 % t intervals' : '';
  const hollow = summaries.some(({ n }) => n === 1) ? '; hollow: one value, no interval' : '';
  const caption = `${countOf(shown.length, 'setting')} of ${settings.length} shown, best first${bars}${hollow}; n = ${shownJobs} of ${totalJobs} jobs.`;
  return {
    name: 'settings',
    title: `${metric.title} by setting`,
    caption,
    width,
    height: Math.max(240, 120 + rowHeight * shown.length),
    config: {
      type: 'scatter',
      data: {
        datasets: groups.flatMap(({ style, ...rows }) => {
          if (rows.data.length === 0) return [];
          const fills = rows.data.map((row) => (row.low === null ? '#ffffff' : style.colour));
          return [
            {
              label: rows.label,
              data: rows.data,
              pointStyle: style.pointStyle,
              pointRadius: 4.5,
              borderColor: style.colour,
              backgroundColor: style.colour,
              pointBackgroundColor: fills,
            },
          ];
        }),
      },
      options: {
        layout: { padding: 6 },
        scales: {
          x: {
            ...roomFor(summaries),
            title: { display: true, text: `${headingText(metric.title, metric.unit)}, ${better}` },
            grid: { color: '#e3e8ee' },
          },
          y: {
            min: -0.5,
            max: shown.length - 0.5,
            reverse: true,
            afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
              axis.ticks = labels.map((_, value) => ({ value }));
            },
            ticks: {
              autoSkip: false,
              font: { size: 10 },
              callback: (value: unknown) => labels[Number(value)] ?? '',
            },
            title: {
              display: comparison.varying.length > 0,
              text: comparison.varying.map(({ path }) => path.split('.').at(-1)).join(' · '),
              font: { size: 10 },
            },
            grid: { color: '#f0f2f5' },
          },
        },
        plugins: {
          title: { display: true, text: `${metric.title} by setting`, align: 'start', font: { size: 14 } },
          subtitle: {
            display: true,
            text: captionLines(caption, width),
            align: 'start',
            font: { size: 10 },
            padding: { bottom: 6 },
          },
          legend: { position: 'bottom', labels: { usePointStyle: true, boxHeight: 7, font: { size: 10 } } },
        },
      },
      plugins: [intervalBars],
    },
  };
}

/** Without a best setting there is one group. */
function groupsOf(shown: readonly ComparedSetting[], bestKey: string | null, metric: string) {
  const of = (belongs: (setting: ComparedSetting) => boolean) => rowsIn(shown, belongs, metric);
  if (bestKey === null) return [{ label: 'Setting', style: styles.other, data: of(() => true) }];
  const isBest = (setting: ComparedSetting) => setting.settingKey === bestKey;
  const isOther = (setting: ComparedSetting) => !isBest(setting) && !isAlike(setting, bestKey);
  return [
    { label: 'Best', style: styles.best, data: of(isBest) },
    {
      label: 'Not separable from the best',
      style: styles.alike,
      data: of((setting) => isAlike(setting, bestKey)),
    },
    { label: 'Worse than the best', style: styles.other, data: of(isOther) },
  ];
}

function isAlike(setting: ComparedSetting, bestKey: string | null): boolean {
  const verdict = setting.versusBest?.verdict;
  return setting.settingKey !== bestKey && (verdict === 'not_separable' || verdict === 'unknown');
}

function rowsIn(
  shown: readonly ComparedSetting[],
  belongs: (setting: ComparedSetting) => boolean,
  metric: string,
): Row[] {
  return shown.flatMap((setting, y): Row[] => {
    const summary = setting.metrics[metric];
    if (summary === undefined || !belongs(setting)) return [];
    return [{ y, x: summary.mean, low: summary.interval?.low ?? null, high: summary.interval?.high ?? null }];
  });
}

/** Bounds of the axis that hold all bars. */
function roomFor(summaries: readonly ComparedMetric[]) {
  const lows = summaries.map(({ mean, interval }) => interval?.low ?? mean);
  const highs = summaries.map(({ mean, interval }) => interval?.high ?? mean);
  const [low, high] = [Math.min(...lows), Math.max(...highs)];
  const margin = (high - low || Math.abs(high) || 1) * 0.04;
  return { suggestedMin: low - margin, suggestedMax: high + margin };
}

/** The values of the parameters that vary, in their order. */
function settingLabel({ values }: ComparedSetting, { varying }: Comparison): string {
  const text = varying.map(({ path }) => valueText(values[path] ?? null)).join(' · ');
  return shortened(text === '' ? 'the only setting' : text);
}

function shortened(text: string): string {
  return text.length > labelChars ? `${text.slice(0, labelChars - 1)}…` : text;
}

/** Bars with ends from the low to the high value of each point, under the points. */
const intervalBars: Plugin<'scatter'> = {
  id: 'intervalBars',
  beforeDatasetsDraw(chart) {
    const context = chart.ctx as unknown as SKRSContext2D;
    const { x, y } = chart.scales;
    if (x === undefined || y === undefined) return;
    for (const { row, colour } of rowsOf(chart)) {
      if (row.low === null || row.high === null) continue;
      const [from, to, at] = [
        x.getPixelForValue(row.low),
        x.getPixelForValue(row.high),
        y.getPixelForValue(row.y),
      ];
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.beginPath();
      for (const [startX, startY, endX, endY] of [
        [from, at, to, at],
        [from, at - 3, from, at + 3],
        [to, at - 3, to, at + 3],
      ] as const) {
        context.moveTo(startX, startY);
        context.lineTo(endX, endY);
      }
      context.stroke();
    }
  },
};

function rowsOf(chart: Chart<'scatter'>): { row: Row; colour: string }[] {
  return chart.data.datasets.flatMap(({ data, borderColor }) =>
    data.map((row) => ({ row: row as unknown as Row, colour: String(borderColor) })),
  );
}
