import {
  type CompareOptions,
  type Comparison,
  type ComparisonWarning,
  compare,
  type Objective,
  UserError,
} from '@batchyard/domain';
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Database } from '../database/session.js';
import { type PipelineDefinition, pipelineStore } from '../pipelines/pipeline-store.js';
import type { Caller } from '../projects/access.js';
import { type Aggregates, type ComparedValue, readAggregates } from './aggregates.js';
import { type ComparedJobs, readComparedJobs } from './compared-jobs.js';
import {
  type ChosenSource,
  type ComparisonSourceRecord,
  chooseSources,
  type SourceRequest,
} from './sources.js';

export interface RequestedObjective {
  readonly metric: string;
  /** null: the metric's own, else that of the first source's objective. */
  readonly direction: MetricDirection | null;
}

/** What is absent is chosen by the first source. */
export interface ComparisonRequest extends Partial<SourceRequest> {
  readonly metric?: string | null;
  readonly direction?: MetricDirection | null;
  readonly baselineKey?: string | null;
  /** Two or more make a Pareto front; absent: those of the first source's design. */
  readonly objectives?: readonly RequestedObjective[] | null;
}

/** Different content that jobs processed. */
export interface ComparedInput {
  /** Digest of the content. */
  readonly key: string;
  /** As its first job calls it. */
  readonly label: string;
}

/** Single values as columns of equal length; `settings`, `inputs` and `sources` are indexes. */
export interface ObservationColumns {
  readonly jobIds: readonly string[];
  readonly settings: readonly number[];
  readonly inputs: readonly number[];
  readonly sources: readonly number[];
  readonly replicates: readonly number[];
  readonly values: readonly number[];
}

export interface ComparedSources {
  readonly comparison: Comparison;
  /** The newest version that ran. */
  readonly definition: PipelineDefinition;
  readonly sources: readonly ComparisonSourceRecord[];
  /** In order of their first job. */
  readonly inputs: readonly ComparedInput[];
  /** Values of the compared metric, best setting first. */
  readonly observations: ObservationColumns;
}

/** Best settings whose mean gets an interval by resampling, which takes a millisecond each. */
const bootstrapped = 25;

/** Jobs and settings read, metric chosen; what every view of a comparison begins with. */
export interface ReadComparison {
  readonly definition: PipelineDefinition;
  readonly options: CompareOptions;
  readonly first: ChosenSource;
  readonly compared: ComparedJobs;
  readonly settings: Aggregates['settings'];
}

export function comparisonStore(database: Database) {
  return {
    /** @throws NotFound, UserError BAD_SOURCES, DIFFERENT_PIPELINES, TOO_MANY_JOBS, UNKNOWN_METRIC, BAD_OBJECTIVES */
    compare: async (caller: Caller, request: ComparisonRequest): Promise<ComparedSources> => {
      const { definition, options, compared, settings } = await readComparison(database, caller, request);
      const comparison = compare(settings, { ...options, bootstrapFirst: bootstrapped });
      const inputs = inputsOf(compared);
      return {
        comparison: withWarning(comparison, repeatedCells(compared)),
        definition,
        sources: compared.sources,
        inputs,
        observations: columnsOf(
          comparison,
          new Map(settings.map((setting) => [setting.settingKey, setting.observations])),
          inputs,
        ),
      };
    },
  };
}

/** @throws as `compare` */
export async function readComparison(
  database: Database,
  caller: Caller,
  request: ComparisonRequest,
): Promise<ReadComparison> {
  const { batchIds = [], designIds = [], jobIds = [] } = request;
  const { sources, pipelines } = await chooseSources(database, caller, { batchIds, designIds, jobIds });
  const definition = newestOf(await pipelineStore(database).definitions(pipelines));
  const options = optionsFor(request, sources[0], definition);
  const compared = await readComparedJobs(database, sources);
  const { settings } = await readAggregates(database, compared.jobs, options.metric.name);
  return { definition, options, first: sources[0], compared, settings };
}

function newestOf(definitions: readonly PipelineDefinition[]): PipelineDefinition {
  const byVersion = [...definitions].sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
  const newest = byVersion.at(-1);
  if (newest !== undefined) return newest;
  throw new UserError(
    'NOTHING_RAN',
    'The pipeline of this design has not run yet, so there is nothing to compare.',
  );
}

function optionsFor(
  request: ComparisonRequest,
  { objective, furtherObjectives }: ChosenSource,
  definition: PipelineDefinition,
): CompareOptions {
  const metric = metricNamed(definition, request.metric ?? objective.metric);
  const directionOf = (spec: MetricSpec) =>
    spec.name === objective.metric ? objective.direction : (spec.direction ?? 'minimize');
  const isObjective = metric.name === objective.metric;
  return {
    metric,
    direction: request.direction ?? directionOf(metric),
    baselineKey: request.baselineKey ?? null,
    smallestDifference: isObjective ? (objective.smallestDifference ?? null) : null,
    ...objectivesFor(request.objectives ?? [objective, ...furtherObjectives], (given) => {
      const spec = metricNamed(definition, given.metric, 'objectives');
      return { metric: spec.name, direction: given.direction ?? directionOf(spec) };
    }),
  };
}

/** One objective is no front. */
function objectivesFor(
  given: readonly RequestedObjective[],
  complete: (objective: RequestedObjective) => Pick<Objective, 'metric' | 'direction'>,
): Pick<CompareOptions, 'objectives'> {
  return given.length < 2 ? {} : { objectives: given.map(complete) };
}

function metricNamed(definition: PipelineDefinition, name: string, parameter = 'metric'): MetricSpec {
  const metric = definition.metrics.find((entry) => entry.name === name);
  if (metric !== undefined) return metric;
  const names = definition.metrics.map((entry) => entry.name).join(', ');
  throw new UserError('UNKNOWN_METRIC', `There is no metric ${name}; ${definition.name} has ${names}.`, {
    parameter,
  });
}

export function inputsOf({ jobs }: ComparedJobs): ComparedInput[] {
  const labels = new Map<string, string>();
  for (const { input, inputLabel } of jobs) if (!labels.has(input)) labels.set(input, inputLabel);
  return [...labels].map(([key, label]) => ({ key, label }));
}

function columnsOf(
  comparison: Comparison,
  observations: ReadonlyMap<string, readonly ComparedValue[]>,
  inputs: readonly ComparedInput[],
): ObservationColumns {
  const inputIndex = new Map(inputs.map(({ key }, index) => [key, index]));
  const rows = comparison.settings.flatMap(({ settingKey }, setting) =>
    (observations.get(settingKey) ?? []).map((observation) => ({ setting, observation })),
  );
  return {
    jobIds: rows.map(({ observation }) => observation.job.jobId),
    settings: rows.map(({ setting }) => setting),
    inputs: rows.map(({ observation }) => inputIndex.get(observation.input) ?? 0),
    sources: rows.map(({ observation }) => observation.job.sources[0] ?? 0),
    replicates: rows.map(({ observation }) => observation.job.replicate),
    values: rows.map(({ observation }) => observation.value),
  };
}

function repeatedCells({ repeated }: ComparedJobs): ComparisonWarning | null {
  if (repeated === 0) return null;
  const jobs = repeated === 1 ? '1 job is' : `${repeated} jobs are`;
  return {
    code: 'REPEATED_CELLS',
    message: `${jobs} not counted: the same parameters, input and seed were tried again, and each such cell enters once, with its newest result.`,
  };
}

function withWarning(comparison: Comparison, warning: ComparisonWarning | null): Comparison {
  return warning === null ? comparison : { ...comparison, warnings: [...comparison.warnings, warning] };
}
