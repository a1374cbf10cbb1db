/** The table of a paper: rows are settings or values of a parameter, columns inputs or values of another one. */
import type { ComparedSetting, Comparison } from '../comparison/comparison.js';
import { shortName, valueText } from '../comparison/parameters.js';
import { canonicalJson, type Json } from '../designs/canonical.js';
import { summarize, tInterval } from '../statistics/interval.js';
import { type ComparisonReport, type MatrixCell, markedBest } from './comparison-report.js';

/** Columns are the inputs, or the values of the varying parameter at this path. */
export type PivotColumns = 'inputs' | { readonly parameter: string };

export interface PivotCell extends MatrixCell {
  /** Whether no cell of its column is better. */
  readonly isBest: boolean;
}

export interface PivotRow {
  /** One for each of `Pivot.rowHeadings`. */
  readonly names: readonly string[];
  /** One for each column; null where nothing has a value. */
  readonly cells: readonly (PivotCell | null)[];
}

export interface Pivot {
  /** Short names of the parameters that tell rows apart. */
  readonly rowHeadings: readonly string[];
  /** What the columns are: `input`, or a parameter's short name. */
  readonly columnTitle: string;
  readonly columns: readonly string[];
  readonly rows: readonly PivotRow[];
  /** Columns that are not shown. */
  readonly omittedColumns: number;
}

/** With inputs as columns a last one holds the mean over all values of the setting. */
export function pivotOf(report: ComparisonReport, columns: PivotColumns): Pivot {
  return columns === 'inputs' ? pivotByInput(report) : pivotByParameter(report.comparison, columns.parameter);
}

function pivotByInput({ comparison, inputs, inputCount, byInput }: ComparisonReport): Pivot {
  const { settings, varying, metric } = comparison;
  const rows = settings.map((setting) => {
    const row = byInput.get(setting.settingKey);
    const cells = inputs.map(({ key }) => row?.get(key) ?? null);
    return { names: namesOf(setting, varying), cells: [...cells, meanCell(setting, metric.name)] };
  });
  return {
    rowHeadings: shortNames(varying, varying),
    columnTitle: 'input',
    columns: [...inputs.map(({ label }) => label), 'All inputs'],
    rows: withBest(rows, comparison),
    omittedColumns: inputCount - inputs.length,
  };
}

/** Each cell is the mean over the settings that share both, each setting counting once. */
function pivotByParameter(comparison: Comparison, parameter: string): Pivot {
  const { settings, varying, metric } = comparison;
  const values = varying.find(({ path }) => path === parameter)?.values ?? [];
  const others = varying.filter(({ path }) => path !== parameter);
  const groups = new Map<string, ComparedSetting[]>();
  for (const setting of settings) {
    const key = canonicalJson(others.map(({ path }) => setting.values[path] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), setting]);
  }
  const rows = [...groups.values()].map((group) => ({
    names: namesOf(group[0] as ComparedSetting, others),
    cells: values.map((value) => cellOf(group, parameter, value, metric.name)),
  }));
  return {
    rowHeadings: shortNames(others, varying),
    columnTitle: shortName(
      parameter,
      varying.map(({ path }) => path),
    ),
    columns: values.map(valueText),
    rows: withBest(rows, comparison),
    omittedColumns: 0,
  };
}

function cellOf(
  group: readonly ComparedSetting[],
  path: string,
  value: Json,
  metric: string,
): MatrixCell | null {
  const key = canonicalJson(value);
  const matching = group.filter((setting) => canonicalJson(setting.values[path] ?? null) === key);
  const [only] = matching;
  if (matching.length === 1 && only !== undefined) return meanCell(only, metric);
  const means = matching.flatMap((setting) => setting.metrics[metric]?.mean ?? []);
  if (means.length === 0) return null;
  const summary = summarize(means);
  return { n: summary.n, mean: summary.mean, half: halfOf(tInterval(summary)) };
}

function meanCell({ metrics }: ComparedSetting, metric: string): MatrixCell | null {
  const summary = metrics[metric];
  return summary === undefined ? null : { n: summary.n, mean: summary.mean, half: halfOf(summary.interval) };
}

/** Half the width of an interval; null without one. */
export function halfOf(interval: { readonly low: number; readonly high: number } | null): number | null {
  return interval === null ? null : (interval.high - interval.low) / 2;
}

interface PlainRow {
  readonly names: readonly string[];
  readonly cells: readonly (MatrixCell | null)[];
}

/** Where the metric's scale differs between settings no cell is best. */
function withBest(rows: readonly PlainRow[], comparison: Comparison): PivotRow[] {
  const hasBest = rows.length > 1 && markedBest(comparison) !== null;
  const sign = comparison.direction === 'minimize' ? 1 : -1;
  const best = (rows[0]?.cells ?? []).map((_, column) =>
    Math.min(...rows.map(({ cells }) => (cells[column] == null ? Infinity : cells[column].mean * sign))),
  );
  return rows.map(({ names, cells }) => ({
    names,
    cells: cells.map((cell, column) =>
      cell === null ? null : { ...cell, isBest: hasBest && cell.mean * sign === best[column] },
    ),
  }));
}

function namesOf(setting: ComparedSetting, varying: readonly { readonly path: string }[]): string[] {
  return varying.map(({ path }) => valueText(setting.values[path] ?? null));
}

function shortNames(
  parameters: readonly { readonly path: string }[],
  varying: readonly { readonly path: string }[],
): string[] {
  const paths = varying.map(({ path }) => path);
  return parameters.map(({ path }) => shortName(path, paths));
}
