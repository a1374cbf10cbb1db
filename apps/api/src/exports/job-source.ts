/** Jobs and their metrics as tables. */
import type { ExportCell, ExportColumn, ExportType } from '@batchyard/documents';
import { valueAt } from '@batchyard/domain';
import type { ExportedJob, ExportedJobColumns } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { readJobFilter } from './export-query.js';
import { type ExportSource, jsonCell, type SourceColumn, withoutDoubles } from './source.js';

type JobQuery = ReturnType<typeof readJobFilter>;
type Jobs = Pick<Persistence, 'exports'>;

const column = (
  name: string,
  title: string,
  type: ExportType,
  description: string,
  cell: (job: ExportedJob) => ExportCell,
  more: { readonly unit?: string; readonly isExtra?: boolean } = {},
): SourceColumn<ExportedJob> => ({ name, title, type, unit: null, description, ...more, cell });

const columns: readonly SourceColumn<ExportedJob>[] = [
  column('job_id', 'Job', 'text', 'Number of the job', ({ id }) => id),
  column('job_name', 'Name', 'text', 'Name of the job', ({ label }) => label),
  column('batch_id', 'Batch number', 'text', 'Number of its batch', ({ batchId }) => batchId),
  column('batch', 'Batch', 'text', 'Name of its batch', ({ batchName }) => batchName),
  column('position', 'Position', 'integer', 'Place in the batch, from 0', ({ position }) => position),
  column('state', 'State', 'text', 'How far it is, or how it ended', ({ state }) => state),
  column('input', 'Input', 'text', 'What it processes', ({ inputLabel }) => inputLabel),
  column(
    'replicate',
    'Replicate',
    'integer',
    'Repetition of the same setting on the same input, from 1',
    ({ replicate }) => replicate,
  ),
  column('seed', 'Seed', 'text', 'Seed of its random numbers', ({ seed }) => seed),
];

const laterColumns: readonly SourceColumn<ExportedJob>[] = [
  column(
    'duration',
    'Duration',
    'number',
    'From its last start to its end; empty where it did not run',
    durationS,
    { unit: 's' },
  ),
  column('attempts', 'Attempts', 'integer', 'How often it was begun', ({ attempt }) => attempt),
  column('error', 'Error', 'text', 'Why it failed', ({ error }) => error?.message ?? null),
  column(
    'failure_kind',
    'Kind of failure',
    'text',
    'Kind of its newest failure',
    ({ failureKind }) => failureKind,
  ),
  column('warnings', 'Warnings', 'text', 'What it warned of', ({ warnings }) => warnings.join('; ') || null),
  column('created_at', 'Made', 'timestamp', 'When it was made, in UTC', ({ createdAt }) => createdAt),
  column('started_at', 'Started', 'timestamp', 'When it last began, in UTC', ({ startedAt }) => startedAt),
  column('finished_at', 'Finished', 'timestamp', 'When it ended, in UTC', ({ finishedAt }) => finishedAt),
  column('worker', 'Worker', 'text', 'Where it ran last', ({ workerId }) => workerId, { isExtra: true }),
  column('parameters', 'Parameters', 'text', 'All parameters, as JSON', ({ params }) => jsonCell(params), {
    isExtra: true,
  }),
  column(
    'metadata',
    'Facts',
    'text',
    'What else is known of it, as JSON',
    ({ metadata }) => jsonCell(metadata),
    { isExtra: true },
  ),
];

function durationS({ state, startedAt, finishedAt }: ExportedJob): number | null {
  if (state === 'reused' || startedAt === null || finishedAt === null) return null;
  return (finishedAt.getTime() - startedAt.getTime()) / 1000;
}

/** One row a job: what varies, then every metric. */
export async function jobSource(
  { exports }: Jobs,
  projectId: string,
  { filter, order }: JobQuery,
): Promise<ExportSource<ExportedJob>> {
  const { rowCount, settings, metrics } = await exports.jobColumns(projectId, filter, order);
  return {
    name: 'jobs',
    title: 'Jobs',
    rowCount,
    columns: withoutDoubles([
      ...columns,
      ...settings.map((setting) => ({ ...settingColumn(setting), prefix: 'parameter' })),
      ...metrics.map((metric) => ({ ...metricColumn(metric), prefix: 'metric' })),
      ...laterColumns,
    ]),
    rows: () => exports.jobs(projectId, filter, order),
  };
}

function settingColumn({ path, types }: ExportedJobColumns['settings'][number]): SourceColumn<ExportedJob> {
  const type = types.every((each) => each === 'number')
    ? 'number'
    : types.every((each) => each === 'boolean')
      ? 'boolean'
      : 'text';
  return column(path, path, type, `Parameter ${path}`, ({ setting, params }) =>
    settingCell(path in setting ? setting[path] : valueAt(params, path), type),
  );
}

/** A value of another type, as other pipelines may have, has no place in a column of numbers; `parameters` has it. */
function settingCell(value: unknown, type: ExportType): ExportCell {
  if (value === undefined || value === null) return null;
  if (type === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  return (typeof value === 'number' && type === 'number') ||
    (typeof value === 'boolean' && type === 'boolean')
    ? value
    : null;
}

function metricColumn({ name, title, unit, description }: ExportedJobColumns['metrics'][number]) {
  const cell = ({ metrics }: ExportedJob) => metrics[name] ?? null;
  return { ...column(name, title, 'number', description || title, cell), unit: unit || null };
}

interface MetricRow {
  readonly job: ExportedJob;
  readonly name: string;
  readonly value: number;
}

/** One row for each metric of each job. */
export async function metricSource(
  { exports }: Jobs,
  projectId: string,
  { filter, order }: JobQuery,
): Promise<ExportSource<MetricRow>> {
  const { metrics, valueCount } = await exports.jobColumns(projectId, filter, order);
  const declared = new Map(metrics.map((metric) => [metric.name, metric]));
  const ofMetric = (
    name: string,
    title: string,
    type: ExportColumn['type'],
    description: string,
    cell: (row: MetricRow) => ExportCell,
  ): SourceColumn<MetricRow> => ({ name, title, type, unit: null, description, cell });
  return {
    name: 'metrics',
    title: 'Metrics',
    rowCount: valueCount,
    columns: [
      ...columns.map((each): SourceColumn<MetricRow> => ({ ...each, cell: ({ job }) => each.cell(job) })),
      ofMetric('metric', 'Metric', 'text', 'Name of the metric', ({ name }) => name),
      ofMetric('value', 'Value', 'number', 'Its value, in the unit beside it', ({ value }) => value),
      ofMetric(
        'unit',
        'Unit',
        'text',
        'Unit of the value; 1 for a plain number',
        ({ name }) => declared.get(name)?.unit || null,
      ),
    ],
    async *rows() {
      for await (const job of exports.jobs(projectId, filter, order))
        for (const [name, value] of Object.entries(job.metrics)) yield { job, name, value };
    },
  };
}
