/** The report as one page that needs nothing else, on the screen and on paper. */
import {
  type BatchReport,
  type Json,
  type MetricReport,
  mainFigureOf,
  objectiveOf,
  type ReportJob,
  valueAt,
} from '@batchyard/domain';
import { type Html, html } from './html.js';
import { relationSection } from './relation-section.js';
import { metricHeading } from './report-csv.js';
import { styles } from './styles.js';
import {
  countText,
  extremeText,
  numberText,
  percentText,
  progressText,
  secondsText,
  timeText,
  valueText,
} from './texts.js';

/** Rows of the table of jobs: what a browser shows without trouble. The CSV has all. */
export const maxHtmlRows = 5_000;

/** Written while the jobs are read. */
export async function* reportHtml(
  report: BatchReport,
  jobs: AsyncIterable<ReportJob>,
): AsyncGenerator<string> {
  yield `<!doctype html>\n${headOf(report).source}`;
  for (const relation of report.relations) yield (await relationSection(relation)).source;
  yield html`${failureSection(report)}${constantSection(report)}`.source;
  if (report.total > 0) {
    yield tableHead(report).source;
    let shown = 0;
    for await (const job of jobs) {
      if (shown++ === maxHtmlRows) break;
      yield rowOf(report, job).source;
    }
    yield '</tbody></table></div>';
  }
  yield html`${footOf(report)}</main></body></html>\n`.source;
}

function headOf(report: BatchReport): Html {
  const { facts } = report;
  return html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${facts.name} – batch report</title><style>${styles}</style></head><body><main>
<header><p class="kicker">Batch report · ${facts.projectName}</p><h1>${facts.name}</h1>
<p>${progressText(report)} State: ${facts.state.replaceAll('_', ' ')}.${
    facts.stateReason === null ? '' : ` ${facts.stateReason}`
  }</p>
<p class="quiet">${facts.pipelineTitle} (${facts.pipelineName} ${facts.pipelineVersion}) · started ${timeText(
    facts.createdAt,
  )} · ${facts.finishedAt === null ? 'under way' : `ended ${timeText(facts.finishedAt)}`}</p></header>
<section class="cards">${cardsOf(report)}</section>
${metricSection(report)}`;
}

function cardsOf(report: BatchReport): Html[] {
  const { successful, total, durations } = report;
  const objective = objectiveOf(report);
  const main = mainFigureOf(report);
  const cards: [string, string, string][] = [
    ['Total jobs', countText(total), `${countText(report.unfinished)} not finished`],
    ['Success rate', percentText(report.successRate), `${countText(successful)} of ${countText(total)}`],
    ['Total time', secondsText(report.totalDurationS), 'from creation to end'],
    ['Average duration', secondsText(durations?.mean), `n = ${countText(durations?.n ?? 0)}`],
    ...(main === null ? [] : figureCards(main)),
    ...(objective === null ? [] : objectiveCards(objective)),
  ];
  return cards.map(
    ([title, value, note]) =>
      html`<div class="card"><h2>${title}</h2><p class="figure">${value}</p><p class="quiet">${note}</p></div>`,
  );
}

/** Of a main figure that the batch is not judged by: what it is on average, and how far it goes. */
function figureCards({ spec, statistics }: MetricReport): [string, string, string][] {
  if (statistics === null) return [[`Mean ${spec.title}`, '–', 'no result']];
  const [mean, sd, min, max] = [statistics.mean, statistics.sd, statistics.min, statistics.max].map((value) =>
    valueText(value, spec.unit),
  );
  return [
    [`Mean ${spec.title}`, mean ?? '', `SD ${sd}, n = ${countText(statistics.n)}`],
    [`Range of ${spec.title}`, `${min} to ${max}`, 'smallest and largest'],
  ];
}

function objectiveCards({ spec, statistics, best }: MetricReport): [string, string, string][] {
  const mean = statistics === null ? '–' : valueText(statistics.mean, spec.unit);
  const sd =
    statistics === null ? 'no result' : `SD ${valueText(statistics.sd, spec.unit)}, n = ${statistics.n}`;
  return [
    [`Mean ${spec.title}`, mean, sd],
    [
      `Best ${spec.title}`,
      best === null ? '–' : valueText(best.value, spec.unit),
      best?.label ?? 'no result',
    ],
  ];
}

function metricSection({ metrics, durations }: BatchReport): Html {
  const rows = metrics.flatMap((metric) => {
    const { spec, statistics } = metric;
    if (statistics === null) return [];
    const [best, worst] = [metric.best, metric.worst].map((job) =>
      metric.direction === null ? '–' : extremeText(job, metric),
    );
    const numbers = [statistics.mean, statistics.sd, statistics.median, statistics.min, statistics.max];
    return [
      html`<tr><th scope="row">${spec.title}</th><td>${spec.unit === '1' ? '' : spec.unit}</td><td class="n">${statistics.n}</td>${numbers.map(
        (value) => html`<td class="n">${numberText(value)}</td>`,
      )}<td>${best ?? ''}</td><td>${worst ?? ''}</td></tr>`,
    ];
  });
  if (durations !== null) {
    const { n, mean, sd, median, min, max } = durations;
    rows.push(
      html`<tr><th scope="row">Duration</th><td>s</td><td class="n">${n}</td>${[
        mean,
        sd,
        median,
        min,
        max,
      ].map((value) => html`<td class="n">${numberText(value)}</td>`)}<td>–</td><td>–</td></tr>`,
    );
  }
  if (rows.length === 0) return html`<p>No job has a result yet, so there are no statistics.</p>`;
  return html`<section><h2>Statistics</h2><div class="wide"><table><thead><tr><th>Metric</th><th>Unit</th><th>n</th><th>Mean</th><th>SD</th><th>Median</th><th>Min</th><th>Max</th><th>Best</th><th>Worst</th></tr></thead><tbody>${rows}</tbody></table></div>
<p class="quiet">SD is that of these jobs (population, divided by n). Jobs without a result enter no metric; the duration is that of jobs that ran to an end.</p></section>`;
}

function failureSection({ failures, otherFailures, failed }: BatchReport): Html {
  if (failures.length === 0) return html``;
  const rows = failures.map(
    ({ jobs, kind, message, exampleLabel }) =>
      html`<tr><td class="n">${countText(jobs)}</td><td>${(kind ?? '').replaceAll('_', ' ')}</td><td>${message}</td><td>${exampleLabel}</td></tr>`,
  );
  const more = otherFailures === 0 ? '' : `${countText(otherFailures)} more jobs failed in other ways.`;
  return html`<section><h2>Failures: ${countText(failed)}</h2><div class="wide"><table><thead><tr><th>Jobs</th><th>Kind</th><th>Message</th><th>For example</th></tr></thead><tbody>${rows}</tbody></table></div><p class="quiet">${more}</p></section>`;
}

function constantSection({ constants }: BatchReport): Html {
  const entries = Object.entries(constants);
  if (entries.length === 0) return html``;
  return html`<details><summary>${entries.length} parameters are the same in all jobs</summary><dl>${entries.map(
    ([path, value]) => html`<dt>${path}</dt><dd>${jsonText(value)}</dd>`,
  )}</dl></details>`;
}

function tableHead({ facts, parameterPaths }: BatchReport): Html {
  const headings = [
    ...['#', 'Job', 'Input', 'State', 'Duration (s)'],
    ...parameterPaths,
    ...facts.metrics.map(metricHeading),
    'Error and warnings',
  ];
  return html`<section><h2>Jobs</h2></section><div class="wide"><table class="jobs"><thead><tr>${headings.map(
    (heading) => html`<th>${heading}</th>`,
  )}</tr></thead><tbody>\n`;
}

function rowOf({ facts, parameterPaths }: BatchReport, job: ReportJob): Html {
  const duration = job.durationS === null ? '' : numberText(job.durationS);
  const metrics = facts.metrics.map(({ name }) => job.metrics[name]);
  const remarks = [...(job.error === null ? [] : [job.error]), ...job.warnings];
  return html`<tr class="${job.state}"><td class="n">${job.position + 1}</td><td>${job.label}</td><td>${job.inputLabel}</td><td>${job.state.replaceAll('_', ' ')}</td><td class="n">${duration}</td>${parameterPaths.map(
    (path) => html`<td class="n">${jsonText(valueAt(job.params, path))}</td>`,
  )}${metrics.map((value) => html`<td class="n">${value === undefined ? '' : numberText(value)}</td>`)}<td>${remarks.join(
    ' · ',
  )}</td></tr>\n`;
}

function footOf({ total, facts }: BatchReport): Html {
  const cut =
    total > maxHtmlRows
      ? `The first ${countText(maxHtmlRows)} of ${countText(total)} jobs are shown; the CSV report has all of them. `
      : total === 0
        ? 'The batch has no jobs. '
        : '';
  return html`<footer class="quiet">${cut}Generated ${timeText(facts.generatedAt)}.</footer>`;
}

function jsonText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
