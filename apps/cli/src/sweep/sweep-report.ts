/** The report of a sweep on this machine, from its plan and the results of its cells. */
import { readFileSync } from 'node:fs';
import {
  type Comparison,
  type ComparisonFacts,
  type ComparisonJob,
  type ComparisonReport,
  comparisonReport,
  flattenParams,
  type JsonObject,
  type PlannedJob,
  parameterFields,
  type ReportSource,
} from '@batchyard/domain';
import { paramsJsonSchema } from '@batchyard/pipelines';
import type { CellResult } from './cell-folders.js';
import type { SweepPlan } from './read-plan.js';
import type { CellResults } from './summarize.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export interface SweepReport {
  readonly report: ComparisonReport;
  jobs(): AsyncIterable<ComparisonJob>;
}

export function reportSweep(plan: SweepPlan, results: CellResults, comparison: Comparison): SweepReport {
  const job = (planned: PlannedJob) => reportJob(planned, results.get(planned.cellKey));
  return {
    report: comparisonReport(factsOf(plan), comparison, plan.jobs.map(job)),
    async *jobs() {
      for (const planned of plan.jobs) yield job(planned);
    },
  };
}

function factsOf(plan: SweepPlan): ComparisonFacts {
  const { pipeline } = plan;
  return {
    projectName: null,
    pipelineName: pipeline.name,
    pipelineTitle: pipeline.title,
    metrics: pipeline.metrics,
    parameters: parameterFields(paramsJsonSchema(pipeline)),
    sources: [sourceOf(plan)],
    software: { batchyard: version, node: process.versions.node },
    generatedAt: new Date().toISOString(),
  };
}

function sourceOf({ spec, pipeline, excludedByWhere }: SweepPlan): ReportSource {
  // The jobs of a list stand in the tables.
  const { jobs: _, ...rest } = spec;
  return {
    label: 'A',
    kind: 'folder',
    id: null,
    name: spec.name,
    pipelineVersion: pipeline.version,
    createdAt: null,
    finishedAt: null,
    spec: rest as unknown as JsonObject,
    options: {},
    excludedByWhere,
  };
}

function reportJob(planned: PlannedJob, result: CellResult | undefined): ComparisonJob {
  const { position, label, cellKey, settingKey, setting, params, inputs, inputLabel, replicate, seed } =
    planned;
  const inputFiles = Object.entries(inputs).flatMap(([input, files]) =>
    files.map(({ name, sha256 }) => ({ input, name, sha256 })),
  );
  return {
    id: String(position + 1),
    position,
    label,
    source: 0,
    cellKey,
    settingKey,
    state: result === undefined ? 'waiting' : result.state,
    inputKey: inputFiles.map(({ sha256 }) => sha256).join(' '),
    inputLabel,
    inputFiles,
    replicate,
    seed,
    params,
    axes: [...flattenParams(setting).keys()],
    metadata: planned.metadata ?? {},
    metrics: result?.metrics ?? {},
    durationS:
      result === undefined ? null : result.stages.reduce((sum, stage) => sum + stage.durationMs, 0) / 1000,
    error: result?.stoppedEarly?.reason ?? result?.error?.message ?? null,
    failureKind: null,
    failureKey: null,
    warnings: result?.warnings ?? [],
  };
}
