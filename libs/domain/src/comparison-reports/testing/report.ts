/** A comparison with all that a report shows: several inputs, failures, text that needs escaping. For tests alone. */
import type { MetricSpec } from '@batchyard/pipelines';
import { compare } from '../../comparison/compare.js';
import type { SettingAggregate } from '../../comparison/comparison.js';
import { metricOf } from '../../comparison/metric.js';
import { flattenParams, type JsonObject } from '../../designs/paths.js';
import { comparisonReport } from '../build-report.js';
import type { ComparisonFacts, ComparisonJob, ComparisonReport, ReportSource } from '../comparison-report.js';

export const metric: MetricSpec = {
  name: 'edge_error_mean_mm',
  title: 'Mean edge error',
  unit: 'mm',
  direction: 'minimize',
  description: 'Mean deviation of edge lengths',
};

export const source: ReportSource = {
  label: 'A',
  kind: 'batch',
  id: '12',
  name: 'Weights',
  pipelineVersion: '1.0.0',
  createdAt: '2026-01-01T10:00:00.000Z',
  finishedAt: '2026-01-01T10:02:30.000Z',
  spec: { kind: 'grid', seed: 7 },
  options: { mode: 'auto' },
  excludedByWhere: null,
};

export const facts: ComparisonFacts = {
  projectName: 'Gait',
  pipelineName: 'rigid-body',
  pipelineTitle: 'Rigid body',
  metrics: [metric, { ...metric, name: 'jitter', title: 'Jitter', unit: '1' }],
  parameters: { 'weights.lambda_rigid': { title: 'Rigidity', unit: null } },
  sources: [source],
  software: { batchyard: '0.1.0' },
  generatedAt: '2026-01-02T00:00:00.000Z',
};

/** One setting: its parameters and the values of the metric by input, one for each replicate; null is a failed job. */
export interface SettingCase {
  readonly params: JsonObject;
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

export function jobsOf(settings: readonly SettingCase[]): ComparisonJob[] {
  const jobs: ComparisonJob[] = [];
  for (const { params, values } of settings) {
    for (const [input, replicates] of Object.entries(values)) {
      for (const [index, value] of replicates.entries()) {
        const position = jobs.length;
        jobs.push({
          id: `${position + 1}`,
          source: 0,
          position,
          label: `job ${position + 1}`,
          settingKey: JSON.stringify(params),
          cellKey: `cell ${position}`,
          inputKey: `key of ${input}`,
          inputLabel: input,
          inputFiles: [{ input: 'markers', name: input, sha256: input.padEnd(64, '0').slice(0, 64) }],
          seed: '7',
          state: value === null ? 'failed' : 'succeeded',
          replicate: index + 1,
          params,
          axes: [...flattenParams(params).keys()],
          metadata: {},
          metrics: value === null ? {} : { [metric.name]: value },
          durationS: 1,
          error: value === null ? '=It diverged, "badly" & <often>.' : null,
          failureKind: null,
          failureKey: null,
          warnings: [],
        });
      }
    }
  }
  return jobs;
}

export function aggregatesOf(jobs: readonly ComparisonJob[]): SettingAggregate[] {
  const keys = [...new Set(jobs.map((job) => job.settingKey))];
  return keys.map((settingKey) => {
    const all = jobs.filter((job) => job.settingKey === settingKey);
    const observations = all.flatMap(({ inputKey: input, replicate, metrics }) => {
      const value = metrics[metric.name];
      return value === undefined ? [] : [{ input, replicate, value }];
    });
    const values = observations.map(({ value }) => value);
    return {
      settingKey,
      params: all[0]?.params ?? {},
      position: all[0]?.position ?? 0,
      jobs: all.length,
      withResult: values.length,
      failed: all.filter(({ state }) => state === 'failed').length,
      stoppedEarly: 0,
      cancelledOrSkipped: 0,
      unfinished: 0,
      meanDurationS: 1,
      metrics: values.length === 0 ? {} : { [metric.name]: metricOf(values) },
      observations,
    };
  });
}

/** The report of some settings, each with its values. */
export function reportOf(
  settings: readonly SettingCase[],
  rest: Partial<ComparisonFacts> = {},
): ComparisonReport {
  const jobs = jobsOf(settings);
  const comparison = compare(aggregatesOf(jobs), { metric, direction: 'minimize' });
  return comparisonReport({ ...facts, ...rest }, comparison, jobs);
}

/** Two rigidities × two losses on three inputs, twice each; one job failed. */
export const sampleSettings: readonly SettingCase[] = [100, 500].flatMap((lambda) =>
  ['huber', 'x_&<%$#~^\\{}|*`'].map((loss, index) => ({
    params: { weights: { lambda_rigid: lambda }, loss, fixed: '=1+1' },
    values: {
      'walk_01.csv': [1 + lambda / 1000 + index, 1.1 + lambda / 1000 + index],
      'walk|02.csv': [2 + lambda / 900 + index, 2.2 + lambda / 1000 + index],
      'walk_03.csv': [3 + lambda / 1000 + index, lambda === 500 && index === 1 ? null : 3.1 + index],
    },
  })),
);
