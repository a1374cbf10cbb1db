/** The parallel coordinates in words and as a table. */
import type { ChartTable } from '../../charts/chart-figure';
import { counted, titleWithUnit } from '../../formatting/numbers';
import type { ComparisonData } from '../queries';
import type { ParallelAxis } from './axes';

/** More rows are in the table of settings. */
const mostRows = 500;

/** What the lines show, as a sentence. */
export function parallelFinding({ settings }: ComparisonData, axes: readonly ParallelAxis[]): string {
  const names = axes.map(({ quantity }) => quantity.name).join(', ');
  return `${counted(settings.length, 'setting')} over ${counted(axes.length, 'axis', 'axes')}: ${names}.`;
}

/** One row a setting, best first. */
export function parallelTable({ settings }: ComparisonData, axes: readonly ParallelAxis[]): ChartTable {
  return {
    headings: axes.map(({ quantity }) => titleWithUnit(quantity.name, quantity.unit)),
    rows: settings.slice(0, mostRows).map((setting) => ({
      key: setting.key,
      cells: axes.map(({ quantity }) => quantity.textOf(setting)),
    })),
  };
}
