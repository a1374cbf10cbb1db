/** The heatmap as data: two varying parameters, means over all the others. */
import { canonicalJson, type Json } from '@batchyard/domain';
import type { Area } from '../../charts/brush';
import { commonDecimals } from '../decimals';
import type { ComparisonData, Setting, Varying } from '../queries';
import { numbersOf, parameterValue } from '../settings';
import { binnedAxes } from './binned';

/** Why a cell has no number. */
export type Lack = 'failed' | 'stopped early' | 'cancelled' | 'not finished' | 'no value' | 'not tried';

export interface HeatCell {
  readonly x: Json;
  /** Mean of the settings' means; null where no setting has a value. */
  readonly mean: number | null;
  /** Jobs behind it. */
  readonly jobs: number;
  /** Settings that fall into this cell, with or without a value. */
  readonly keys: readonly string[];
  readonly settingsWithValue: number;
  readonly lack: Lack | null;
}

export interface Heatmap {
  readonly x: Varying;
  readonly y: Varying;
  readonly rows: readonly { readonly y: Json; readonly cells: readonly HeatCell[] }[];
  /** Lowest and highest mean; null while no cell has one. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Decimals of all cells; null where no common number serves. */
  readonly decimals: number | null;
  /** Varying parameters that are averaged over. */
  readonly averaged: readonly Varying[];
  /** Whether cells stand for ranges of values. */
  readonly isBinned: boolean;
}

/** The axes asked for where they vary, else those with the largest ranges; null when fewer than two vary. */
export function heatmapAxes(
  { varying, effects }: ComparisonData,
  x: string | null,
  y: string | null,
): { readonly x: Varying; readonly y: Varying } | null {
  const ranges = new Map(effects.map((effect) => [effect.path, effect.range]));
  const byRange = [...varying].sort((a, b) => (ranges.get(b.path) ?? 0) - (ranges.get(a.path) ?? 0));
  const wantedX = varying.find((entry) => entry.path === x);
  const wantedY = varying.find((entry) => entry.path === y && entry !== wantedX);
  const chosenX = wantedX ?? byRange.find((entry) => entry !== wantedY);
  const chosenY = wantedY ?? byRange.find((entry) => entry !== chosenX);
  return chosenX && chosenY ? { x: chosenX, y: chosenY } : null;
}

/** All cells of the two axes, in the order of their values, or of ranges of them. */
export function heatmap(
  comparison: ComparisonData,
  axes: { readonly x: Varying; readonly y: Varying },
): Heatmap {
  const binned = binnedAxes(axes.x, axes.y, comparison.settings.length);
  const { axis: x } = binned.x;
  const { axis: y } = binned.y;
  const groups = new Map<string, Setting[]>();
  for (const setting of comparison.settings) {
    const key = canonicalJson([
      binned.x.placeOf(parameterValue(setting, x.path)),
      binned.y.placeOf(parameterValue(setting, y.path)),
    ]);
    const group = groups.get(key);
    if (group) group.push(setting);
    else groups.set(key, [setting]);
  }
  const rows = y.values.map((yValue) => ({
    y: yValue,
    cells: x.values.map((xValue) =>
      cellOf(xValue, groups.get(canonicalJson([xValue, yValue])) ?? [], comparison.metric.name),
    ),
  }));
  const means = rows.flatMap((row) => row.cells.flatMap((cell) => cell.mean ?? []));
  const averaged = comparison.varying.filter(({ path }) => path !== x.path && path !== y.path);
  return {
    x,
    y,
    rows,
    range: means.length === 0 ? null : extremes(means),
    decimals: commonDecimals(means),
    averaged,
    isBinned: binned.x.isBinned || binned.y.isBinned,
  };
}

function extremes(values: readonly number[]): { min: number; max: number } {
  return {
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
  };
}

function cellOf(x: Json, settings: readonly Setting[], metricName: string): HeatCell {
  const numbers = settings.flatMap((setting) => numbersOf(setting, metricName) ?? []);
  const mean =
    numbers.length === 0 ? null : numbers.reduce((sum, entry) => sum + entry.mean, 0) / numbers.length;
  return {
    x,
    mean,
    jobs: numbers.reduce((sum, entry) => sum + entry.n, 0),
    keys: settings.map((setting) => setting.key),
    settingsWithValue: numbers.length,
    lack: mean === null ? lackOf(settings) : null,
  };
}

function lackOf(settings: readonly Setting[]): Lack {
  if (settings.length === 0) return 'not tried';
  if (settings.some((setting) => setting.unfinished > 0)) return 'not finished';
  if (settings.some((setting) => setting.failed > 0)) return 'failed';
  if (settings.some((setting) => setting.stoppedEarly > 0)) return 'stopped early';
  return settings.some((setting) => setting.cancelledOrSkipped > 0) ? 'cancelled' : 'no value';
}

/**
 * Keys of the settings in the cells whose centres lie in a rectangle.
 * @param centres of the cells, row by row, in the unit of the rectangle
 */
export function keysWithin(
  { rows }: Pick<Heatmap, 'rows'>,
  centres: readonly { readonly x: number; readonly y: number }[],
  { left, top, right, bottom }: Area,
): readonly string[] {
  return rows
    .flatMap(({ cells }) => cells)
    .flatMap(({ keys }, index) => {
      const { x, y } = centres[index] ?? { x: Number.NaN, y: Number.NaN };
      return x >= left && x <= right && y >= top && y <= bottom ? keys : [];
    });
}
