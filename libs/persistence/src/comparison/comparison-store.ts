import {
  type Comparison,
  type ComparisonWarning,
  compare,
  compareSweeps,
  type SweepContrast,
  UserError,
} from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';
import type { Database } from '../database/session.js';
import type { PipelineDefinition } from '../pipelines/pipeline-store.js';
import type { Caller } from '../projects/access.js';
import type { PageRequest } from '../projects/page.js';
import type { SettingWithValues } from './aggregates.js';
import { readAnnotationMetrics } from './annotation-metrics.js';
import { notAnnotated } from './annotation-values.js';
import type { ComparedJobs } from './compared-jobs.js';
import { type InputMatrixRecord, inputMatrixOf } from './input-matrix.js';
import { leftOutWarning } from './left-out.js';
import {
  type ComparedInput,
  type ComparisonRequest,
  inputsOf,
  type ReadComparison,
  readComparison,
} from './read-comparison.js';
import type { ComparisonSourceRecord, SourceRequest } from './sources.js';
import { confirmWinners, roleInSources, type WinnersRequest } from './winners.js';

/** Single values as columns of equal length; `settings`, `inputs` and `sources` are indexes. */
export interface ObservationColumns {
  readonly jobIds: readonly string[];
  readonly settings: readonly number[];
  readonly inputs: readonly number[];
  /** The first source that has the job. */
  readonly sources: readonly number[];
  readonly replicates: readonly number[];
  readonly values: readonly number[];
}

export interface ComparedSources {
  readonly comparison: Comparison;
  /** The newest version that ran. */
  readonly definition: PipelineDefinition;
  /** Its own, and those of annotations that were asked for. */
  readonly metrics: readonly MetricSpec[];
  readonly sources: readonly ComparisonSourceRecord[];
  /** In order of their first job. */
  readonly inputs: readonly ComparedInput[];
  /** Values of the compared metric, best setting first. */
  readonly observations: ObservationColumns;
}

export interface ContrastedSweeps {
  readonly contrast: SweepContrast;
  /** The newest version that ran in A. */
  readonly definition: PipelineDefinition;
}

/** Best settings whose mean gets an interval by resampling, which takes about 0.1 ms each. */
const bootstrapped = 25;

export function comparisonStore(database: Database) {
  return {
    /**
     * @throws NotFound, UserError BAD_SOURCES, DIFFERENT_PIPELINES, NOTHING_RAN, TOO_MANY_JOBS, UNKNOWN_METRIC,
     * BAD_OBJECTIVES
     */
    compare: async (caller: Caller, request: ComparisonRequest): Promise<ComparedSources> => {
      const read = await readComparison(database, caller, request);
      const { definition, compared, settings, metrics } = read;
      const comparison = comparisonOf(read);
      const inputs = inputsOf(compared);
      return {
        comparison,
        definition,
        metrics,
        sources: compared.sources,
        inputs,
        observations: columnsOf(comparison, settings, inputs),
      };
    },

    /**
     * Metrics of what is said in the projects of batches, designs and jobs, of the first one that is named.
     * @throws NotFound, UserError as `compare`
     */
    annotationMetrics: (
      caller: Caller,
      { batchIds, designIds, jobIds }: SourceRequest,
    ): Promise<MetricSpec[]> => readAnnotationMetrics(database, caller, { batchIds, designIds, jobIds }),

    /** Inputs by settings, page by page. @throws as `compare`, and UserError INVALID_CURSOR */
    byInput: async (
      caller: Caller,
      request: ComparisonRequest,
      page: PageRequest,
    ): Promise<InputMatrixRecord> =>
      inputMatrixOf(await readComparison(database, caller, { ...request, objectives: [] }), page),

    /** Sweep B against sweep A, by the metric that A asks for. @throws as `compare` */
    contrast: async (
      caller: Caller,
      a: ComparisonRequest,
      b: ComparisonRequest,
    ): Promise<ContrastedSweeps> => {
      const draws = new Map<string, number>();
      const metric = a.metric ?? b.metric ?? null;
      const direction = a.direction ?? b.direction ?? null;
      const first = await readComparison(
        database,
        caller,
        { ...a, metric, direction, objectives: [] },
        draws,
      );
      const chosen = { metric: first.options.metric.name, direction: first.options.direction };
      const second = await readComparison(database, caller, { ...b, ...chosen, objectives: [] }, draws);
      requireOnePipeline(first, second);
      const contrast = compareSweeps(first.settings, second.settings, first.options);
      const warnings = [
        ...contrast.warnings,
        ...repeatedCells(first.compared, second.compared),
        ...leftOutWarning(first.compared, second.compared),
        ...notAnnotated(first),
        ...notAnnotated(second),
      ];
      return { contrast: { ...contrast, warnings }, definition: first.definition };
    },

    /**
     * The caller's role in the one project that batches and designs belong to.
     * @throws NotFound; UserError BAD_SOURCES, DIFFERENT_PIPELINES, DIFFERENT_PROJECTS
     */
    roleIn: (caller: Caller, sources: Pick<WinnersRequest, 'batchIds' | 'designIds'>) =>
      roleInSources(database, caller, sources),

    /** The batch that runs settings again with fresh seeds. @throws NotFound; UserError BAD_SETTINGS, UNKNOWN_SETTING */
    winners: (caller: Caller, request: WinnersRequest) => confirmWinners(database, caller, request),
  };
}

/** What the settings come to, with a warning where jobs stand for others. */
export function comparisonOf(read: ReadComparison): Comparison {
  const { options, compared, settings } = read;
  const comparison = compare(settings, { ...options, bootstrapFirst: bootstrapped });
  return {
    ...comparison,
    warnings: [
      ...comparison.warnings,
      ...repeatedCells(compared),
      ...leftOutWarning(compared),
      ...notAnnotated(read),
    ],
  };
}

function requireOnePipeline(a: ReadComparison, b: ReadComparison): void {
  const names = [a.definition.name, b.definition.name];
  if (names[0] === names[1]) return;
  throw new UserError(
    'DIFFERENT_PIPELINES',
    `These ran different pipelines (${names.join(', ')}), so they have no metrics in common.`,
  );
}

function columnsOf(
  comparison: Comparison,
  settings: readonly SettingWithValues[],
  inputs: readonly ComparedInput[],
): ObservationColumns {
  const inputIndex = new Map(inputs.map(({ key }, index) => [key, index]));
  const observations = new Map(settings.map((setting) => [setting.settingKey, setting.observations]));
  const rows = comparison.settings.flatMap(({ settingKey }, setting) =>
    (observations.get(settingKey) ?? []).map(({ job, value }) => ({ setting, job, value })),
  );
  return {
    jobIds: rows.map(({ job }) => job.jobId),
    settings: rows.map(({ setting }) => setting),
    inputs: rows.map(({ job }) => inputIndex.get(job.input) ?? 0),
    sources: rows.map(({ job }) => job.sources[0] ?? 0),
    replicates: rows.map(({ job }) => job.replicate),
    values: rows.map(({ value }) => value),
  };
}

function repeatedCells(...compared: readonly ComparedJobs[]): ComparisonWarning[] {
  const repeated = compared.reduce((sum, { repeated: more }) => sum + more, 0);
  if (repeated === 0) return [];
  const jobs = repeated === 1 ? '1 job is' : `${repeated} jobs are`;
  const message = `${jobs} not counted: the same parameters, input and seed were tried again, and each such cell enters once, with its newest result.`;
  return [{ code: 'REPEATED_CELLS', message }];
}
