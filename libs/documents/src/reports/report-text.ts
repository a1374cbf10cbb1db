import { type BatchReport, type MetricReport, mainFigureOf, objectiveOf } from '@batchyard/domain';
import { relationText } from './relation-texts.js';
import {
  countText,
  extremeText,
  percentText,
  progressText,
  secondsText,
  timeText,
  valueText,
} from './texts.js';

/** The batch in a few lines of plain text: name, totals, percent, times, best and worst job, failures. */
export function reportText(report: BatchReport): string {
  const { facts, total, successful, durations } = report;
  const objective = objectiveOf(report);
  const title = objective === null ? facts.objective.metric : objective.spec.title;
  const lines: [string, string][] = [
    ['Project', facts.projectName],
    ['Pipeline', `${facts.pipelineTitle} ${facts.pipelineVersion}`],
    ['State', facts.state.replaceAll('_', ' ')],
    ['Jobs', progressText(report)],
    ['Success rate', `${percentText(report.successRate)} (${countText(successful)} of ${countText(total)})`],
    ['Total time', secondsText(report.totalDurationS)],
    ['Average time', `${secondsText(durations?.mean)} a job (n = ${countText(durations?.n ?? 0)})`],
    ...figureLines(mainFigureOf(report)),
    [`Best ${title}`, objective === null ? 'none' : extremeText(objective.best, objective)],
    [`Worst ${title}`, objective === null ? 'none' : extremeText(objective.worst, objective)],
    ...report.relations.map((relation): [string, string] => [relation.title, relationText(relation)]),
    ...report.failures
      .slice(0, 5)
      .map(({ jobs, message }): [string, string] => [`Failed × ${jobs}`, message.replaceAll(/\s+/g, ' ')]),
    ['As of', timeText(facts.generatedAt)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  const name = `Batch: ${facts.name.replaceAll(/\s+/g, ' ')}`;
  return [
    name,
    '='.repeat(name.length),
    ...lines.map(([key, value]) => `${key.padEnd(width)}${value}`),
    '',
  ].join('\n');
}

function figureLines(figure: MetricReport | null): [string, string][] {
  if (figure === null || figure.statistics === null) return [];
  const { spec, statistics } = figure;
  const [mean, min, max] = [statistics.mean, statistics.min, statistics.max].map((value) =>
    valueText(value, spec.unit),
  );
  return [[spec.title, `${mean} on average, ${min} to ${max} (n = ${countText(statistics.n)})`]];
}
