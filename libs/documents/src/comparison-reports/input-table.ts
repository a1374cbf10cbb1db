import type { ComparisonReport } from '@batchyard/domain';
import { cellOf, number, text } from './cells.js';
import { parameterColumn } from './setting-table.js';
import type { Table } from './tables.js';

/** One row for each setting on each input that has a value. */
export function inputTable(report: ComparisonReport): Table {
  const { comparison, inputs, byInput } = report;
  const { metric, settings, varying } = comparison;
  const paths = varying.map(({ path }) => path);
  return {
    title: 'By input',
    columns: [
      text('input', 'What the jobs processed'),
      number('rank', '1', 'Rank of the setting over all inputs'),
      ...paths.map((path) => parameterColumn(report, path)),
      number(
        `${metric.name}_mean`,
        metric.unit,
        `${metric.title}: mean over the replicates`,
        `${metric.title}, mean`,
      ),
      number(
        `${metric.name}_half_interval`,
        metric.unit,
        'Half the 95 % t interval; empty when n = 1',
        `${metric.title}, half interval`,
      ),
      number('n', '1', 'Jobs with a value'),
      text('setting_key', 'SHA-256 of the complete parameters'),
      text('input_key', 'Equal for inputs of equal contents'),
    ],
    *rows() {
      for (const { key, label } of inputs) {
        for (const { settingKey, rank, values } of settings) {
          const cell = byInput.get(settingKey)?.get(key);
          if (cell === undefined) continue;
          yield [
            label,
            rank,
            ...paths.map((path) => cellOf(values[path])),
            cell.mean,
            cell.half,
            cell.n,
            settingKey,
            key,
          ];
        }
      }
    },
  };
}
