import type { ComparisonReport, JsonObject } from '@batchyard/domain';
import { cellOf, number, text } from './cells.js';
import type { Table } from './tables.js';

/** One row for each batch, design, job or folder that was compared. */
export function sourceTable({ facts, jobsBySource }: ComparisonReport): Table {
  return {
    title: 'Sources',
    columns: [
      text('source', 'Label in the other tables'),
      text('kind', 'batch, design, job or folder'),
      text('id', 'Its number on the server'),
      text('name', 'Its name'),
      text('pipeline', 'Pipeline with its version'),
      text('created_at', 'ISO 8601, UTC'),
      text('finished_at', 'ISO 8601, UTC; empty while under way'),
      number('jobs', '1', 'Jobs of it in this comparison'),
      text('design_kind', 'How settings were made'),
      { name: 'seed', unit: null, type: 'any', meaning: 'Seed of the design' },
      text('where', 'Condition that combinations had to meet'),
      number('excluded_by_where', '1', 'Combinations that the condition left out'),
      text('options', 'Options of the batch as JSON'),
    ],
    rows: () =>
      facts.sources.map((source, index) => [
        source.label,
        source.kind,
        source.id,
        source.name,
        `${facts.pipelineName} ${source.pipelineVersion}`,
        source.createdAt,
        source.finishedAt,
        jobsBySource[index] ?? 0,
        cellOf(specValue(source.spec, 'kind')),
        cellOf(specValue(source.spec, 'seed')),
        cellOf(specValue(source.spec, 'where')),
        source.excludedByWhere,
        JSON.stringify(source.options),
      ]),
  };
}

function specValue(spec: JsonObject | null, name: string) {
  return spec === null ? undefined : spec[name];
}
