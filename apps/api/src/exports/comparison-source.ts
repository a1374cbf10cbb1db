/** A comparison as tables: its settings as its page shows them, these by input, and its jobs. */
import {
  type Column,
  type CsvCell,
  columnTitle,
  type ExportType,
  inputTable,
  type JobSource,
  jobTable,
  settingTable,
  type Table,
} from '@batchyard/documents';
import { type ComparisonReport, headingText, parameterName } from '@batchyard/domain';
import type { Caller } from '@batchyard/persistence';
import { openReport } from '../comparison-reports/open-report.js';
import type { Persistence } from '../persistence.module.js';
import { columnOnPage, shownSettings } from './comparison-order.js';
import type { ComparisonQuery } from './comparison-query.js';
import type { ExportSource, SourceColumn } from './source.js';

interface ComparisonList {
  readonly title: string;
  readonly table: (report: ComparisonReport, jobs: JobSource) => Table;
  readonly rowCount: (report: ComparisonReport) => number;
}

const lists = {
  comparison: {
    title: 'Compared settings',
    table: settingTable,
    rowCount: ({ comparison }) => comparison.settings.length,
  },
  'comparison-inputs': {
    title: 'Compared settings by input',
    table: inputTable,
    rowCount: ({ comparison, inputs, byInput }) =>
      comparison.settings.reduce((sum, { settingKey }) => {
        const values = byInput.get(settingKey);
        return sum + inputs.filter(({ key }) => values?.has(key)).length;
      }, 0),
  },
  'comparison-jobs': {
    title: 'Compared jobs',
    table: jobTable,
    rowCount: ({ comparison }) => comparison.settings.reduce((sum, { jobs }) => sum + jobs, 0),
  },
} as const satisfies Readonly<Record<string, ComparisonList>>;

export const comparisonLists = Object.keys(lists) as (keyof typeof lists)[];

type Row = readonly CsvCell[];

/** @throws NotFound, UserError as the comparison itself */
export async function comparisonSource(
  persistence: Pick<Persistence, 'comparisonReports'>,
  { caller, slug }: { readonly caller: Caller; readonly slug: string },
  list: keyof typeof lists,
  query: ComparisonQuery,
): Promise<ExportSource<Row>> {
  const { opened, report: whole } = await openReport(persistence, caller, slug, query.request);
  const settings = shownSettings(whole.comparison, query);
  const report = { ...whole, comparison: { ...whole.comparison, settings } };
  const { title, table, rowCount }: ComparisonList = lists[list];
  const shown = new Set(settings.map(({ settingKey }) => settingKey));
  const { columns, rows } = table(report, async function* () {
    for await (const job of opened.jobs()) if (shown.has(job.settingKey)) yield job;
  });
  const isHidden = ({ name }: Column) =>
    list === 'comparison' && query.hidden.includes(columnOnPage(name, whole) ?? '');
  return {
    name: list.replaceAll('-', '_'),
    title,
    rowCount: rowCount(report),
    notes: notesOf(report, whole.comparison.settings.length),
    columns: columns.map((column, index): SourceColumn<Row> => {
      const { name, unit, meaning } = column;
      return {
        name,
        title: columnTitle(column),
        type: typeOf(column, report),
        unit,
        description: meaning,
        isExtra: isHidden(column),
        cell: (row) => row[index] ?? null,
      };
    }),
    async *rows() {
      yield* rows();
    },
  };
}

/** Of a parameter by its values: numbers alone, switches alone, else text. */
function typeOf({ type, name }: Column, { comparison }: ComparisonReport): ExportType {
  if (type === 'number' || type === 'text') return type;
  if (type === 'true or false') return 'boolean';
  const values = comparison.varying.find(({ path }) => parameterName(path) === name)?.values ?? [];
  const given = values.filter((value) => value !== null);
  if (given.every((value) => typeof value === 'number')) return 'number';
  return given.every((value) => typeof value === 'boolean') ? 'boolean' : 'text';
}

/** What was compared, by what, and how many jobs that rests on. */
function notesOf({ comparison, facts }: ComparisonReport, settingCount: number): string[] {
  const { metric, direction, settings, shownJobs, totalJobs, warnings } = comparison;
  const better = direction === 'minimize' ? 'lower' : 'higher';
  return [
    `Compared: ${facts.sources.map(({ label, kind, id, name }) => `${label}: ${kind} ${id ?? ''} ${name}`).join('; ')}`,
    `By ${headingText(metric.title, metric.unit)}, ${better} is better`,
    `n = ${shownJobs} of ${totalJobs} jobs have a value and enter the means`,
    `${settings.length} of ${settingCount} settings shown`,
    ...warnings.map(({ message }) => message),
  ];
}
