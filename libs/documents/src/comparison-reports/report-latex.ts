import {
  type ComparisonReport,
  headingText,
  methodsText,
  type Pivot,
  type PivotCell,
  type PivotColumns,
  pivotOf,
  roundedMean,
} from '@batchyard/domain';
import { pivotNote } from './report-markdown.js';

/** Rows beyond which a table breaks across pages. */
const longRows = 40;

/** The table of a paper and the methods, to be included in a document that loads the packages of its first lines. */
export function comparisonLatex(report: ComparisonReport, columns: PivotColumns): string {
  const { metric, shownJobs, totalJobs } = report.comparison;
  const pivot = pivotOf(report, columns);
  const caption = `${headingText(metric.title, metric.unit)} by setting. ${pivotNote(pivot)} n = ${shownJobs} of ${totalJobs} jobs.`;
  const packages = pivot.rows.length > longRows ? 'booktabs, longtable' : 'booktabs';
  return `% \\usepackage{${packages}}
% \\usepackage[T1]{fontenc}
${pivotLatex(pivot, escapeLatex(caption))}

${escapeLatex(methodsText(report))}
`;
}

function pivotLatex(pivot: Pivot, caption: string): string {
  const { rowHeadings, columns, rows } = pivot;
  const layout = `${'l'.repeat(rowHeadings.length)}${'r'.repeat(columns.length)}`;
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  const head = line([...rowHeadings, ...columns].map(escapeLatex));
  const body = rows.map(({ names, cells }) => line([...names.map(escapeLatex), ...cells.map(cellLatex)]));
  if (rows.length > longRows) {
    return [
      `\\begin{longtable}{${layout}}`,
      `\\caption{${caption}}\\\\`,
      ...['\\toprule', head, '\\midrule', '\\endhead'],
      ...body,
      '\\bottomrule',
      '\\end{longtable}',
    ].join('\n');
  }
  return [
    ...['\\begin{table}', '\\centering', `\\caption{${caption}}`, `\\begin{tabular}{${layout}}`],
    ...['\\toprule', head, '\\midrule', ...body, '\\bottomrule'],
    ...['\\end{tabular}', '\\end{table}'],
  ].join('\n');
}

function cellLatex(cell: PivotCell | null): string {
  if (cell === null) return '--';
  const { mean, half } = roundedMean(cell.mean, cell.half);
  const math = [mean, ...(half === null ? [] : [half])].map(powersOfTen).join(' \\pm ');
  return cell.isBest ? `$\\mathbf{${math}}$` : `$${math}$`;
}

const powersOfTen = (text: string) =>
  text.replace(
    /e([+-]?)0*(\d+)$/,
    (_, sign: string, power: string) => `\\times 10^{${sign === '-' ? '-' : ''}${power}}`,
  );

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '^': '\\textasciicircum{}',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  '“': '``',
  '”': "''",
  '±': '$\\pm$',
  '×': '$\\times$',
  '−': '$-$',
  '·': '$\\cdot$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '…': '\\ldots{}',
  '–': '--',
  µ: '$\\mu$',
  μ: '$\\mu$',
};

const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi o pi rho varsigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );

/** Text that LaTeX prints as it is, on one line, whatever its engine. */
export function escapeLatex(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/[\\{}$&#^_%~<>|`"“”±×−·≤≥…–µμ]/g, (character) => commands[character] ?? character)
    .replaceAll(/[α-ω]/g, (letter) => `$\\${greek[letter.charCodeAt(0) - 0x3b1]}$`.replace('\\o$', 'o$'));
}
