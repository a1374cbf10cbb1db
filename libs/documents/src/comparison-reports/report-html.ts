/** The comparison as one page that needs nothing else, on the screen and on paper. */
import {
  type ComparedSetting,
  type ComparisonReport,
  countOf,
  headingText,
  markedBest,
  meanText,
  methodsText,
  type PivotCell,
  pivotOf,
  valueText,
} from '@batchyard/domain';
import { figuresOf } from '../figures/figures.js';
import { Html, html } from '../reports/html.js';
import { styles } from '../reports/styles.js';
import { countText, timeText } from '../reports/texts.js';
import { pivotNote } from './report-markdown.js';
import { settingCells, settingColumns } from './settings-view.js';
import { countsText, reportTitle, shareText } from './texts.js';

/** Rows of the table of settings: what a browser shows without trouble. The CSV has all. */
const maxRows = 5_000;
/** Inputs beyond which a table by input is left to the other formats. */
const maxInputColumns = 24;
const rowsAtOnce = 200;

const ownStyles = new Html(`
svg{max-width:100%;height:auto}figure{margin:1.25rem 0;break-inside:avoid}.answer{font-size:1.1rem;margin:.5rem 0}
.best{font-weight:700}tr.best{background:#eaf6f0}.note{border-left:4px solid #b7791f;padding:.3rem .8rem;background:#fdf6e7}
.settings thead th{white-space:normal;vertical-align:bottom}.settings td:nth-last-child(-n+2),.inputs td{white-space:nowrap}
.bar{background:#1f4e9c;height:.6rem;display:inline-block;vertical-align:middle;min-width:1px}
@media print{@page{size:A4 landscape;margin:12mm}}
`);

/** Written in portions. */
export async function* comparisonHtml(report: ComparisonReport): AsyncGenerator<string> {
  yield `<!doctype html>\n${headOf(report).source}`;
  // What draws is loaded when something is drawn: the command writes tables, too.
  const { figureSvg } = await import('../figures/figure.js');
  for (const figure of figuresOf(report)) yield `<figure>${figureSvg(figure)}</figure>\n`;
  yield html`${importanceSection(report)}${settingsHead(report)}`.source;
  const { settings } = report.comparison;
  for (let at = 0; at < Math.min(settings.length, maxRows); at += rowsAtOnce) {
    yield html`${settings.slice(at, Math.min(at + rowsAtOnce, maxRows)).map((setting) => settingRow(report, setting))}`
      .source;
  }
  yield html`</tbody></table></div>${inputSection(report)}${failureSection(report)}${methodsSection(report)}${sourceSection(
    report,
  )}${constantSection(report)}${footOf(report)}</main></body></html>\n`.source;
}

function headOf(report: ComparisonReport): Html {
  const { facts, comparison } = report;
  const title = reportTitle(report);
  const project = facts.projectName === null ? '' : ` · ${facts.projectName}`;
  return html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – comparison</title><style>${styles}${ownStyles}</style></head><body><main>
<header><p class="kicker">Comparison${project}</p><h1>${title}</h1><p class="answer">${comparison.answer}</p>
<p>${countsText(report)}</p><p class="quiet">${facts.pipelineTitle} (${facts.pipelineName}) · compared by ${headingText(
    comparison.metric.title,
    comparison.metric.unit,
  )}, ${comparison.direction === 'minimize' ? 'smaller' : 'larger'} is better · ${timeText(facts.generatedAt)}</p>
${comparison.warnings.map(({ message }) => html`<p class="note">${message}</p>`)}</header>
`;
}

function importanceSection({ comparison }: ComparisonReport): Html {
  const { importance, importanceReason } = comparison;
  if (importance === null) {
    return importanceReason === null || comparison.varying.length === 0
      ? html``
      : html`<p class="quiet">Which parameter matters: ${importanceReason}</p>`;
  }
  const what = importance.isEstimate ? 'Estimated by permutation' : 'Share of the variation it explains';
  const rows = importance.parameters.map(
    ({ path, share }) =>
      html`<tr><th scope="row">${path}</th><td class="n">${shareText(share)}</td><td><span class="bar" style="width:${Math.round(
        Math.max(0, share) * 160,
      )}px"></span></td></tr>`,
  );
  const rest =
    importance.residual === null
      ? html``
      : html`<tr><th scope="row">Interactions and chance</th><td class="n">${shareText(importance.residual)}</td><td></td></tr>`;
  return html`<section><h2>Which parameter matters</h2><p class="quiet">${what}, over ${countOf(importance.n, 'setting')}.</p><table><tbody>${rows}${rest}</tbody></table></section>`;
}

function settingsHead(report: ComparisonReport): Html {
  const headings = settingColumns(report).map(({ heading }) => html`<th>${heading}</th>`);
  return html`<section><h2>Settings: ${countText(report.comparison.settings.length)}</h2></section><div class="wide"><table class="settings"><thead><tr>${headings}</tr></thead><tbody>\n`;
}

function settingRow(report: ComparisonReport, setting: ComparedSetting): Html {
  const columns = settingColumns(report);
  const cells = settingCells(report, setting).map(
    (text, index) => html`<td class="${columns[index]?.align === 'right' ? 'n' : ''}">${text}</td>`,
  );
  return html`<tr class="${setting.settingKey === markedBest(report.comparison) ? 'best' : ''}">${cells}</tr>\n`;
}

function inputSection(report: ComparisonReport): Html {
  if (report.inputCount < 2) return html``;
  if (report.inputCount > maxInputColumns) {
    return html`<p class="quiet">Means by input: ${countText(report.inputCount)} inputs are too many for this page; the workbook has them.</p>`;
  }
  const pivot = pivotOf(report, 'inputs');
  const headings = [...pivot.rowHeadings, ...pivot.columns];
  const rows = pivot.rows
    .slice(0, maxRows)
    .map(
      ({ names, cells }) =>
        html`<tr>${names.map((name) => html`<td class="n">${name}</td>`)}${cells.map(pivotCell)}</tr>\n`,
    );
  return html`<section><h2>${headingText(report.comparison.metric.title, report.comparison.metric.unit)} by input</h2><p class="quiet">${pivotNote(
    pivot,
  )}</p><div class="wide"><table class="inputs"><thead><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function pivotCell(cell: PivotCell | null): Html {
  if (cell === null) return html`<td class="n">–</td>`;
  return html`<td class="${cell.isBest ? 'n best' : 'n'}">${meanText(cell.mean, cell.half)}</td>`;
}

function failureSection({ failures, otherFailures, counts }: ComparisonReport): Html {
  if (failures.length === 0) return html``;
  const rows = failures.map(
    ({ jobs, kind, message, exampleLabel }) =>
      html`<tr><td class="n">${countText(jobs)}</td><td>${(kind ?? '').replaceAll('_', ' ')}</td><td>${message}</td><td>${exampleLabel}</td></tr>`,
  );
  const more = otherFailures === 0 ? '' : `${countText(otherFailures)} more jobs failed in other ways.`;
  return html`<section><h2>Failures: ${countText(counts.failed)}</h2><div class="wide"><table><thead><tr><th>Jobs</th><th>Kind</th><th>Message</th><th>For example</th></tr></thead><tbody>${rows}</tbody></table></div><p class="quiet">${more}</p></section>`;
}

function methodsSection(report: ComparisonReport): Html {
  return html`<section><h2>Methods</h2><p>${methodsText(report)}</p></section>`;
}

function sourceSection({ facts, jobsBySource }: ComparisonReport): Html {
  const rows = facts.sources.map(
    ({ label, kind, id, name, pipelineVersion, createdAt, finishedAt, options }, index) =>
      html`<tr><td>${label}</td><td>${kind}${id === null ? '' : ` ${id}`}</td><td>${name}</td><td>${facts.pipelineName} ${pipelineVersion}</td><td>${
        createdAt === null ? '' : timeText(createdAt)
      }</td><td>${finishedAt === null ? '' : timeText(finishedAt)}</td><td class="n">${countText(jobsBySource[index] ?? 0)}</td><td>${Object.entries(
        options,
      )
        .filter(([, value]) => value !== null)
        .map(([option, value]) => `${option}: ${valueText(value)}`)
        .join(', ')}</td></tr>`,
  );
  return html`<section><h2>What was compared</h2><div class="wide"><table><thead><tr><th></th><th>Source</th><th>Name</th><th>Pipeline</th><th>Started</th><th>Ended</th><th>Jobs</th><th>Options</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function constantSection({ comparison }: ComparisonReport): Html {
  const entries = Object.entries(comparison.constant);
  if (entries.length === 0) return html``;
  return html`<details open><summary>${countOf(entries.length, 'parameter')} the same in all settings</summary><dl>${entries.map(
    ([path, value]) => html`<dt>${path}</dt><dd>${valueText(value)}</dd>`,
  )}</dl></details>`;
}

function footOf({ comparison, facts }: ComparisonReport): Html {
  const total = comparison.settings.length;
  const cut =
    total > maxRows
      ? `The first ${countText(maxRows)} of ${countText(total)} settings are shown; the CSV has all of them. `
      : '';
  const software = Object.entries(facts.software).map(([name, version]) => `${name} ${version}`);
  return html`<footer class="quiet">${cut}Generated ${timeText(facts.generatedAt)}${
    software.length === 0 ? '' : ` with ${software.join(', ')}`
  }.</footer>`;
}
