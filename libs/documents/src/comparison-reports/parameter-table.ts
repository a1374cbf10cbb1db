import type { ComparisonReport } from '@batchyard/domain';
import { cellOf, text } from './cells.js';
import type { Table } from './tables.js';

/** Every parameter: what varied with its values, what was constant with its value. */
export function parameterTable({ facts, comparison }: ComparisonReport): Table {
  const best = comparison.settings.find(({ settingKey }) => settingKey === comparison.bestKey);
  return {
    title: 'Parameters',
    columns: [
      text('parameter', 'Dotted path'),
      text('title', 'Its name in forms'),
      text('unit', 'Its unit'),
      { name: 'varies', unit: null, type: 'true or false', meaning: 'Whether settings differ in it' },
      { name: 'value', unit: null, type: 'any', meaning: 'Its value where it is constant' },
      text('values', 'All its values where it varies'),
      { name: 'best', unit: null, type: 'any', meaning: 'Its value in the setting of rank 1' },
    ],
    *rows() {
      const about = (path: string) => [
        path,
        facts.parameters[path]?.title ?? null,
        facts.parameters[path]?.unit ?? null,
      ];
      for (const { path, values } of comparison.varying) {
        const all = values.map(cellOf).join('; ');
        yield [...about(path), true, null, all, cellOf(best?.values[path])];
      }
      for (const [path, value] of Object.entries(comparison.constant)) {
        yield [...about(path), false, cellOf(value), null, cellOf(value)];
      }
    },
  };
}
