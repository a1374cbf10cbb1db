import { type BatchReport, type Json, type ReportJob, resultJobStates, valueAt } from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';
import { type CsvCell, writeCsvRow } from '../tables/csv.js';

/**
 * `batch_summary.csv`, one row a job: job_id, job_name, success, duration_s, error, each metric with its unit, each
 * varying parameter as `param_<path>`, then what else is known. Written while the jobs are read.
 */
export async function* reportCsv(
  report: BatchReport,
  jobs: AsyncIterable<ReportJob>,
): AsyncGenerator<string> {
  const { parameterPaths, metadataKeys, facts } = report;
  yield writeCsvRow([
    ...['job_id', 'job_name', 'success', 'duration_s', 'error'],
    ...facts.metrics.map(metricHeading),
    ...parameterPaths.map((path) => `param_${path}`),
    ...metadataKeys.map((key) => `metadata_${key}`),
    ...['state', 'input', 'replicate', 'warnings'],
  ]);
  for await (const job of jobs) {
    yield writeCsvRow([
      job.id,
      job.label,
      resultJobStates.some((state) => state === job.state),
      job.durationS,
      job.error,
      ...facts.metrics.map(({ name }) => job.metrics[name] ?? null),
      ...parameterPaths.map((path) => cellOf(valueAt(job.params, path))),
      ...metadataKeys.map((key) => cellOf(job.metadata[key])),
      job.state,
      job.inputLabel,
      job.replicate,
      job.warnings.join('; '),
    ]);
  }
}

/** `edge_error (mm)`; a plain number has no unit to name. */
export function metricHeading({ name, unit }: Pick<MetricSpec, 'name' | 'unit'>): string {
  return unit === '1' ? name : `${name} (${unit})`;
}

function cellOf(value: Json | undefined): CsvCell {
  if (value === undefined) return null;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}
