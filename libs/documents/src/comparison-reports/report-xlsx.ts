import { type ComparisonReport, headingText, methodsText } from '@batchyard/domain';
import type { Drafts } from '../archives/drafts.js';
import { type Sheet, writeWorkbook } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';
import { columnHeading, type JobSource, type Table, tablesOf } from './tables.js';
import { reportTitle } from './texts.js';

/** The comparison as a workbook: a summary, all tables, and what their columns mean. */
export function comparisonXlsx(
  report: ComparisonReport,
  jobs: JobSource,
  drafts: Drafts,
): AsyncGenerator<Buffer> {
  const sheets = [summarySheet(report), ...tablesOf(report, jobs).map(sheetOf)];
  return writeWorkbook(
    { title: reportTitle(report), modifiedAt: new Date(report.facts.generatedAt), sheets },
    drafts,
  );
}

/** Widths in characters of columns whose contents are longer than their headings. */
const widths: Readonly<Record<string, number>> = {
  setting: 60,
  job_name: 40,
  input: 24,
  error: 60,
  warnings: 40,
  parameter: 44,
  title: 30,
  name: 30,
  column: 36,
  meaning: 90,
};

function sheetOf(table: Table): Sheet {
  const columns = table.columns.map((column) => {
    const heading = columnHeading(column);
    return {
      heading,
      width: Math.max(widths[column.name] ?? 0, heading.length + 3),
      wraps: column.name === 'meaning',
    };
  });
  return { name: table.title, columns, rows: eachRow(table) };
}

async function* eachRow(table: Table): AsyncGenerator<readonly CsvCell[]> {
  yield* table.rows();
}

function summarySheet(report: ComparisonReport): Sheet {
  const { facts, comparison, counts } = report;
  const { metric, direction, warnings, answer } = comparison;
  const rows: [string, CsvCell][] = [
    ['Title', reportTitle(report)],
    ['Project', facts.projectName],
    ['Pipeline', `${facts.pipelineTitle} (${facts.pipelineName})`],
    ['Compared by', headingText(metric.title, metric.unit)],
    ['Better is', direction === 'minimize' ? 'smaller' : 'larger'],
    ['Answer', answer],
    ['Settings', comparison.settings.length],
    ['Inputs', report.inputCount],
    ['Jobs', counts.jobs],
    ['Jobs with a result', counts.withResult],
    ['Jobs that failed', counts.failed],
    ['Jobs stopped early', counts.stoppedEarly],
    ['Jobs cancelled or skipped', counts.cancelledOrSkipped],
    ['Jobs not finished', counts.unfinished],
    ...warnings.map((warning): [string, CsvCell] => ['Note', warning.message]),
    ['Methods', methodsText(report)],
    ...Object.entries(facts.software).map(([name, version]): [string, CsvCell] => [
      `Version of ${name}`,
      version,
    ]),
    ['Generated at', facts.generatedAt],
  ];
  return {
    name: 'Summary',
    columns: [
      { heading: 'What', width: 26, wraps: true },
      { heading: 'Value', width: 110, wraps: true },
    ],
    rows: each(rows),
  };
}

async function* each(rows: readonly CsvCell[][]): AsyncGenerator<readonly CsvCell[]> {
  yield* rows;
}
