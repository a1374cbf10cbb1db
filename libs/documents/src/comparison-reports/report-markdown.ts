import {
  type ComparisonReport,
  countOf,
  headingText,
  meanText,
  methodsText,
  type Pivot,
  type PivotColumns,
  pivotOf,
} from '@batchyard/domain';
import { countsText, reportTitle } from './texts.js';

/** The answer, the table of a paper and the methods, as Markdown (GitHub's tables). */
export function comparisonMarkdown(report: ComparisonReport, columns: PivotColumns): string {
  const { answer, metric, warnings } = report.comparison;
  return [
    `# ${escapeMarkdown(reportTitle(report))}`,
    `${escapeMarkdown(answer)} ${countsText(report)}`,
    ...warnings.map((warning) => `> ${escapeMarkdown(warning.message)}`),
    `## ${escapeMarkdown(headingText(metric.title, metric.unit))}`,
    pivotMarkdown(pivotOf(report, columns)),
    pivotNote(pivotOf(report, columns)),
    '## Methods',
    `${escapeMarkdown(methodsText(report))}\n`,
  ].join('\n\n');
}

/** What the cells are, in words, for a caption. */
export function pivotNote({ omittedColumns }: Pivot): string {
  const cut = omittedColumns === 0 ? '' : ` ${countOf(omittedColumns, 'column')} left out.`;
  return `Mean ± half of the 95 % t interval; without ± one value. Best of each column in bold.${cut}`;
}

function pivotMarkdown({ rowHeadings, columns, rows }: Pivot): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const headings = [...rowHeadings, ...columns].map(escapeMarkdown);
  const rule = [...rowHeadings.map(() => '---'), ...columns.map(() => '---:')];
  const body = rows.map(({ names, cells }) =>
    line([
      ...names.map(escapeMarkdown),
      ...cells.map((cell) => {
        if (cell === null) return '–';
        const text = meanText(cell.mean, cell.half);
        return cell.isBest ? `**${text}**` : text;
      }),
    ]),
  );
  return [line(headings), line(rule), ...body].join('\n');
}

/** Text that Markdown shows as it is, on one line; also within a cell of a table. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;');
}
