import { type ComparisonJob, type ComparisonReport, methodsSentences } from '@batchyard/domain';
import { reportTitle } from './texts.js';

/** Everything that is known, for programs; all jobs at the end, written while they are read. */
export async function* comparisonJson(
  report: ComparisonReport,
  jobs: AsyncIterable<ComparisonJob>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(comparisonFacts(report), null, 2).slice(0, -2)},\n  "jobs": [`;
  let separator = '\n    ';
  for await (const job of jobs) {
    yield `${separator}${JSON.stringify(jobEntry(report, job))}`;
    separator = ',\n    ';
  }
  yield '\n  ]\n}\n';
}

/** Everything but the jobs. */
function comparisonFacts(report: ComparisonReport): Record<string, unknown> {
  const { facts, comparison, counts, jobsBySource } = report;
  return {
    title: reportTitle(report),
    project: facts.projectName,
    pipeline: { name: facts.pipelineName, title: facts.pipelineTitle },
    generated_at: facts.generatedAt,
    software: facts.software,
    metric: comparison.metric,
    direction: comparison.direction,
    answer: comparison.answer,
    best: comparison.best,
    warnings: comparison.warnings,
    methods: methodsSentences(report),
    sources: facts.sources.map((source, index) => ({ ...source, jobs: jobsBySource[index] ?? 0 })),
    counts,
    n_inputs: report.inputCount,
    inputs: report.inputs,
    varying_parameters: comparison.varying,
    constant_parameters: comparison.constant,
    baseline_key: comparison.baselineKey,
    settings: comparison.settings.map((setting) => ({
      ...setting,
      byInput: Object.fromEntries(report.byInput.get(setting.settingKey) ?? []),
    })),
    effects: comparison.effects,
    importance: comparison.importance,
    importance_reason: comparison.importanceReason,
    failures: report.failures,
    other_failures: report.otherFailures,
  };
}

function jobEntry({ facts }: ComparisonReport, job: ComparisonJob) {
  const { source, axes: _, failureKey: _key, ...rest } = job;
  return { source: facts.sources[source]?.label ?? null, ...rest };
}
