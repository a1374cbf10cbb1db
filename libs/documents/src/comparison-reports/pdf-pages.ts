import {
  type ComparisonReport,
  countOf,
  headingText,
  markedBest,
  meanText,
  methodsText,
  pivotOf,
  valueText,
} from '@batchyard/domain';
import { figuresOf } from '../figures/figures.js';
import { drawTable } from '../pages/page-table.js';
import { openPages, type Pages, textStyles } from '../pages/pages.js';
import { timeText } from '../reports/texts.js';
import { pivotNote } from './report-markdown.js';
import { settingCells, settingColumns } from './settings-view.js';
import { countsText, reportTitle, shareText } from './texts.js';

/** Rows of a table on paper. The CSV has all. */
const maxRows = 1_000;
/** Columns of the settings, and of the means by input, that fit upright pages. */
const portraitColumns = 10;
const portraitInputColumns = 8;
const maxInputColumns = 12;

/** A4 pages, upright where the table fits. */
export function writePdf(report: ComparisonReport): Buffer {
  const pages = openPages(isWide(report) ? 'landscape' : 'portrait');
  writeHead(pages, report);
  for (const figure of figuresOf(report)) {
    pages.gap(10);
    pages.figure(figure);
  }
  writeImportance(pages, report);
  writeSettings(pages, report);
  writeInputs(pages, report);
  writeFailures(pages, report);
  pages.heading('Methods');
  pages.paragraph(methodsText(report), textStyles.body);
  writeSources(pages, report);
  writeConstants(pages, report);
  return pages.finish({
    title: reportTitle(report),
    footer: `${reportTitle(report)} · ${timeText(report.facts.generatedAt)}`,
  });
}

function isWide(report: ComparisonReport): boolean {
  const { inputCount, comparison } = report;
  const inputColumns = inputCount > maxInputColumns ? 0 : comparison.varying.length + inputCount + 1;
  return settingColumns(report).length > portraitColumns || inputColumns > portraitInputColumns;
}

function writeHead(pages: Pages, report: ComparisonReport): void {
  const { facts, comparison } = report;
  const { metric, direction, warnings, answer } = comparison;
  const better = direction === 'minimize' ? 'smaller' : 'larger';
  const project = facts.projectName === null ? '' : ` · ${facts.projectName}`;
  pages.paragraph(`Comparison${project}`, textStyles.quiet);
  pages.paragraph(reportTitle(report), textStyles.title);
  pages.gap(4);
  pages.paragraph(answer, textStyles.strong);
  pages.gap(4);
  pages.paragraph(countsText(report), textStyles.body);
  pages.paragraph(
    `${facts.pipelineTitle} (${facts.pipelineName}) · compared by ${headingText(metric.title, metric.unit)}, ${better} is better`,
    textStyles.quiet,
  );
  for (const { message } of warnings) {
    pages.gap(3);
    pages.paragraph(`Note: ${message}`, textStyles.body);
  }
}

function writeImportance(pages: Pages, { comparison: { importance } }: ComparisonReport): void {
  if (importance === null) return;
  pages.heading('Which parameter matters');
  const what = importance.isEstimate ? 'Estimated by permutation' : 'Share of the variation it explains';
  pages.paragraph(`${what}, over ${countOf(importance.n, 'setting')}.`, textStyles.quiet);
  const rows = importance.parameters.map(({ path, share }) => ({ cells: [path, shareText(share)] }));
  const rest =
    importance.residual === null
      ? []
      : [{ cells: ['Interactions and chance', shareText(importance.residual)] }];
  drawTable(
    pages,
    [
      { heading: 'Parameter', align: 'left' },
      { heading: 'Share', align: 'right' },
    ],
    [...rows, ...rest],
  );
}

function writeSettings(pages: Pages, report: ComparisonReport): void {
  const { settings } = report.comparison;
  pages.heading(`Settings: ${settings.length.toLocaleString('en')}`);
  const best = markedBest(report.comparison);
  drawTable(
    pages,
    settingColumns(report),
    settings
      .slice(0, maxRows)
      .map((setting) => ({ cells: settingCells(report, setting), isStrong: setting.settingKey === best })),
  );
  if (settings.length > maxRows) {
    pages.paragraph(
      `The first ${maxRows.toLocaleString('en')} of ${countOf(settings.length, 'setting')}; the workbook has all of them.`,
      textStyles.quiet,
    );
  }
}

function writeInputs(pages: Pages, report: ComparisonReport): void {
  if (report.inputCount < 2) return;
  const { metric } = report.comparison;
  pages.heading(`${headingText(metric.title, metric.unit)} by input`);
  if (report.inputCount > maxInputColumns) {
    const text = `${report.inputCount} inputs are too many for a page; the workbook has the means by input.`;
    pages.paragraph(text, textStyles.quiet);
    return;
  }
  const pivot = pivotOf(report, 'inputs');
  pages.paragraph(pivotNote(pivot), textStyles.quiet);
  pages.gap(3);
  const headings = [...pivot.rowHeadings, ...pivot.columns];
  const rows = pivot.rows.slice(0, maxRows).map(({ names, cells }) => ({
    cells: [...names, ...cells.map((cell) => (cell === null ? '–' : meanText(cell.mean, cell.half)))],
    strongCells: cells.flatMap((cell, index) => (cell?.isBest ? [names.length + index] : [])),
  }));
  drawTable(
    pages,
    headings.map((heading) => ({ heading, align: 'right' })),
    rows,
  );
}

function writeFailures(pages: Pages, { failures, otherFailures, counts }: ComparisonReport): void {
  if (failures.length === 0) return;
  pages.heading(`Failures: ${counts.failed}`);
  drawTable(
    pages,
    [
      { heading: 'Jobs', align: 'right' },
      { heading: 'Kind', align: 'left' },
      { heading: 'Message', align: 'left' },
      { heading: 'For example', align: 'left' },
    ],
    failures.map(({ jobs, kind, message, exampleLabel }) => ({
      cells: [String(jobs), (kind ?? '').replaceAll('_', ' '), message, exampleLabel],
    })),
  );
  if (otherFailures > 0)
    pages.paragraph(`${otherFailures} more jobs failed in other ways.`, textStyles.quiet);
}

function writeSources(pages: Pages, { facts, jobsBySource }: ComparisonReport): void {
  pages.heading('What was compared');
  const headings = ['', 'Source', 'Name', 'Pipeline', 'Started', 'Ended', 'Jobs'];
  drawTable(
    pages,
    headings.map((heading) => ({ heading, align: heading === 'Jobs' ? 'right' : 'left' })),
    facts.sources.map((source, index) => ({
      cells: [
        source.label,
        source.id === null ? source.kind : `${source.kind} ${source.id}`,
        source.name,
        `${facts.pipelineName} ${source.pipelineVersion}`,
        source.createdAt === null ? '' : timeText(source.createdAt),
        source.finishedAt === null ? '' : timeText(source.finishedAt),
        String(jobsBySource[index] ?? 0),
      ],
    })),
  );
}

function writeConstants(pages: Pages, { comparison }: ComparisonReport): void {
  const entries = Object.entries(comparison.constant);
  if (entries.length === 0) return;
  pages.heading(`${countOf(entries.length, 'parameter')} the same in all settings`);
  drawTable(
    pages,
    [
      { heading: 'Parameter', align: 'left' },
      { heading: 'Value', align: 'left' },
    ],
    entries.map(([path, value]) => ({ cells: [path, valueText(value)] })),
  );
}
