import {
  type ComparisonReport,
  countOf,
  headingText,
  type Json,
  numberText,
  shortName,
  type VaryingParameter,
  valueText,
} from '@batchyard/domain';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Plugin } from 'chart.js';
import { captionLines } from './caption.js';
import type { Figure } from './figure.js';

const maxLevels = 30;

interface Cell {
  readonly x: number;
  readonly y: number;
  /** null: no job of it has a value. */
  readonly mean: number | null;
}

/**
 * Means over the two parameters with the largest effects; cells without a value are crossed.
 * @returns null unless two parameters vary, each over at most 30 values
 */
export function heatmapFigure(report: ComparisonReport): Figure | null {
  const { comparison } = report;
  const [x, y] = [...comparison.effects]
    .sort((a, b) => b.range - a.range)
    .flatMap(({ path }) => comparison.varying.filter((parameter) => parameter.path === path))
    .filter(({ values }) => values.length <= maxLevels);
  if (x === undefined || y === undefined) return null;
  const cells = cellsOf(report, x, y);
  const means = cells.flatMap(({ mean }) => mean ?? []);
  if (means.length === 0) return null;
  const { metric, varying, shownJobs, totalJobs } = comparison;
  const others = varying.length - 2;
  const over = others === 0 ? '' : ` over the values of ${countOf(others, 'other parameter')}`;
  const crossed = cells.length - means.length;
  const caption = `Each cell is the mean${over}, darker is smaller; ${means.length} of ${cells.length} cells have a value${
    crossed === 0 ? '' : ', the others are crossed'
  }; n = ${shownJobs} of ${totalJobs} jobs.`;
  const width = Math.max(420, 190 + 74 * x.values.length);
  const title = headingText(metric.title, metric.unit);
  return {
    name: 'heatmap',
    title: `${title} by ${x.path} and ${y.path}`,
    caption,
    width,
    height: Math.max(270, 150 + 32 * y.values.length),
    config: {
      type: 'scatter',
      data: { datasets: [{ data: [] }] },
      options: {
        layout: { padding: 6 },
        scales: {
          x: { ...category(x, report), position: 'bottom' },
          y: { ...category(y, report), offset: true },
        },
        plugins: {
          title: { display: true, text: title, align: 'start', font: { size: 14 } },
          subtitle: {
            display: true,
            text: captionLines(caption, width),
            align: 'start',
            font: { size: 10 },
            padding: { bottom: 6 },
          },
          legend: { display: false },
        },
      },
      plugins: [cellPainter(cells, Math.min(...means), Math.max(...means))],
    },
  };
}

function category({ path, values }: VaryingParameter, { facts, comparison }: ComparisonReport) {
  const paths = comparison.varying.map((parameter) => parameter.path);
  const unit = facts.parameters[path]?.unit;
  return {
    type: 'category' as const,
    labels: values.map(valueText),
    offset: true,
    title: { display: true, text: headingText(shortName(path, paths), unit), font: { size: 10 } },
    grid: { display: false },
    ticks: { autoSkip: false, font: { size: 10 } },
  };
}

function cellsOf({ comparison }: ComparisonReport, x: VaryingParameter, y: VaryingParameter): Cell[] {
  const { settings, metric } = comparison;
  const isAt = (value: Json | undefined, other: Json) => JSON.stringify(value) === JSON.stringify(other);
  return y.values.flatMap((yValue, row) =>
    x.values.map((xValue, column): Cell => {
      const means = settings
        .filter(({ values }) => isAt(values[x.path], xValue) && isAt(values[y.path], yValue))
        .flatMap(({ metrics }) => metrics[metric.name]?.mean ?? []);
      const sum = means.reduce((total, mean) => total + mean, 0);
      return { x: column, y: row, mean: means.length === 0 ? null : sum / means.length };
    }),
  );
}

function cellPainter(cells: readonly Cell[], low: number, high: number): Plugin<'scatter'> {
  return {
    id: 'cellPainter',
    beforeDatasetsDraw(chart) {
      const context = chart.ctx as unknown as SKRSContext2D;
      const { x, y } = chart.scales;
      if (x === undefined || y === undefined) return;
      const width = x.width / Math.max(1, new Set(cells.map((cell) => cell.x)).size) - 2;
      const height = y.height / Math.max(1, new Set(cells.map((cell) => cell.y)).size) - 2;
      for (const cell of cells) {
        const [left, top] = [x.getPixelForValue(cell.x) - width / 2, y.getPixelForValue(cell.y) - height / 2];
        if (cell.mean === null) cross(context, left, top, width, height);
        else {
          const share = high === low ? 0.5 : (cell.mean - low) / (high - low);
          context.fillStyle = colourAt(share);
          context.fillRect(left, top, width, height);
          context.fillStyle = share > 0.55 ? '#10151c' : '#ffffff';
          context.font = context.font.replace(/^[\d.]+px/, '11px');
          context.textAlign = 'center';
          context.textBaseline = 'middle';
          context.fillText(numberText(Number(cell.mean.toPrecision(4))), left + width / 2, top + height / 2);
        }
      }
    },
  };
}

function cross(context: SKRSContext2D, left: number, top: number, width: number, height: number): void {
  context.strokeStyle = '#7a8594';
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + width, top + height);
  context.moveTo(left + width, top);
  context.lineTo(left, top + height);
  context.stroke();
}

/** Stops of the viridis scale (van der Walt and Smith, CC0), even to the eye and in grey. */
const stops = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;

function colourAt(share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[index], stops[index + 1]];
  if (from === undefined || to === undefined) return '#888888';
  const channels = from.map((value, channel) =>
    Math.round(value + (place - index) * ((to[channel] ?? value) - value)),
  );
  return `rgb(${channels.join(', ')})`;
}
