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

function sheetOf(table: Table): Sheet {
  const columns = table.columns.map((column) => {
    const heading = columnHeading(column);
    return { heading, width: column.type === 'text' ? Math.max(14, heading.length + 3) : heading.length + 3 };
  });
  if (table.title === 'Data dictionary') {
    for (const [index, width] of [14, 34, 8, 14, 80].entries()) {
      const column = columns[index];
      if (column !== undefined) columns[index] = { ...column, width };
    }
  }
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
      { heading: 'What', width: 26 },
      { heading: 'Value', width: 80 },
    ],
    rows: each(rows),
  };
}

async function* each(rows: readonly CsvCell[][]): AsyncGenerator<readonly CsvCell[]> {
  yield* rows;
}
