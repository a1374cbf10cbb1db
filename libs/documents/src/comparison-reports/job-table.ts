import { type ComparisonReport, valueAt } from '@batchyard/domain';
import type { CsvCell } from '../tables/csv.js';
import { cellOf, number, text } from './cells.js';
import { parameterColumn } from './setting-table.js';
import type { JobSource, Table } from './tables.js';

/** One row a job, whatever became of it. */
export function jobTable(report: ComparisonReport, jobs: JobSource): Table {
  const { facts, comparison } = report;
  const paths = comparison.varying.map(({ path }) => path);
  return {
    title: 'Jobs',
    columns: [
      text('source', 'Label of the batch, design or folder that the job belongs to'),
      text('job_id', 'Number of the job'),
      text('job_name', 'Name of the job'),
      text('state', 'How it ended: succeeded, reused, failed, timed_out, out_of_memory, cancelled, skipped'),
      text('input', 'What it processed'),
      number('replicate', '1', 'Repetition of the same setting on the same input, from 1'),
      text('seed', 'Seed of its random numbers'),
      ...paths.map((path) => parameterColumn(report, path)),
      ...facts.metrics.map(({ name, unit, description, title }) =>
        number(name, unit, description || title, title),
      ),
      number('duration', 's', 'From its last start to its end; empty where it did not run'),
      text('error', 'Why it failed'),
      text('warnings', 'What it warned of'),
      text('setting_key', 'SHA-256 of the complete parameters'),
      text('input_key', 'Equal for inputs of equal contents'),
      text('cell_key', 'SHA-256 of pipeline version, parameters, inputs, seed and replicate'),
    ],
    async *rows() {
      for await (const job of jobs()) {
        yield [
          facts.sources[job.source]?.label ?? null,
          job.id,
          job.label,
          job.state,
          job.inputLabel,
          job.replicate,
          job.seed,
          ...paths.map((path) => cellOf(valueAt(job.params, path))),
          ...facts.metrics.map(({ name }) => job.metrics[name] ?? null),
          job.durationS,
          job.error,
          job.warnings.join('; ') || null,
          job.settingKey,
          job.inputKey,
          job.cellKey,
        ] satisfies CsvCell[];
      }
    },
  };
}
