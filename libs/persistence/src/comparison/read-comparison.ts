/** What every view of a comparison begins with: sources chosen, metric chosen, jobs and settings read. */
import {
  type AnnotationMetric,
  annotationMetric,
  type CompareOptions,
  isAnnotationMetric,
  type LeftOut,
  type Objective,
  UserError,
} from '@batchyard/domain';
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Database, Session } from '../database/session.js';
import { type PipelineDefinition, readDefinitions } from '../pipelines/pipeline-store.js';
import type { Caller } from '../projects/access.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { readAggregates, type SettingWithValues } from './aggregates.js';
import { type AnnotationValues, readAnnotationValues } from './annotation-values.js';
import { type ComparedJobs, readComparedJobs } from './compared-jobs.js';
import { leaveOut } from './left-out.js';
import { type ChosenSource, chooseSources, type SourceRequest } from './sources.js';

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
  /** Jobs whose subject has one of these do not enter. */
  readonly leaveOut?: readonly LeftOut[];
}

/** Different content that jobs processed. */
export interface ComparedInput {
  /** Digest of the content. */
  readonly key: string;
  /** As its first job calls it. */
  readonly label: string;
}

export interface ReadComparison {
  /** The newest version that ran. */
  readonly definition: PipelineDefinition;
  readonly options: CompareOptions;
  readonly compared: ComparedJobs;
  /** In order of their first job. */
  readonly settings: readonly SettingWithValues[];
  /** Those of the pipeline, and of annotations the ones that are asked for. */
  readonly metrics: readonly MetricSpec[];
  /** Of annotations, in the order asked for. */
  readonly annotated: readonly AnnotationValues[];
}

/**
 * All of it as it was at one moment, however jobs go on meanwhile.
 * @param draws numbers of seeds, shared where several comparisons are laid side by side
 * @throws NotFound, UserError BAD_SOURCES, DIFFERENT_PIPELINES, NOTHING_RAN, TOO_MANY_JOBS, UNKNOWN_METRIC
 */
export function readComparison(
  database: Database,
  caller: Caller,
  request: ComparisonRequest,
  draws = new Map<string, number>(),
): Promise<ReadComparison> {
  const { batchIds = [], designIds = [], jobIds = [] } = request;
  return database.transaction(async (session) => {
    await session.query('set transaction isolation level repeatable read, read only');
    // Summaries of 5,000 settings × 20 metrics are else sorted on disk, and compiling takes longer than it saves.
    await session.query(`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`);
    const { sources, pipelines } = await chooseSources(session, caller, { batchIds, designIds, jobIds });
    const definition = newestOf(await readDefinitions(session, pipelines));
    const annotations = await annotationMetricsIn(session, request, sources[0].projectId);
    const metrics = [...definition.metrics, ...annotations.map(({ spec }) => spec)];
    const options = optionsFor(request, sources[0], { name: definition.name, metrics });
    const compared = await leaveOut(
      session,
      await readComparedJobs(session, sources),
      request.leaveOut ?? [],
    );
    const annotated: AnnotationValues[] = [];
    for (const each of annotations) annotated.push(await readAnnotationValues(session, compared.jobs, each));
    const settings = await readAggregates(session, compared.jobs, options.metric.name, draws, annotated);
    return { definition, options, compared, settings, metrics, annotated };
  });
}

/** Those of the request that the vocabulary of the project knows; what it does not know is refused as unknown. */
async function annotationMetricsIn(
  session: Session,
  { metric, objectives }: ComparisonRequest,
  projectId: string,
): Promise<AnnotationMetric[]> {
  const asked = [metric ?? '', ...(objectives ?? []).map((each) => each.metric)].filter(isAnnotationMetric);
  if (asked.length === 0) return [];
  const { definition } = await readVocabulary(session, projectId);
  return [...new Set(asked)].flatMap((name) => annotationMetric(definition, name) ?? []);
}

function newestOf(definitions: readonly PipelineDefinition[]): PipelineDefinition {
  const byVersion = [...definitions].sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
  const newest = byVersion.at(-1);
  if (newest !== undefined) return newest;
  throw new UserError(
    'NOTHING_RAN',
    'No batch of this design has been started, so there is nothing to compare.',
  );
}

function optionsFor(
  request: ComparisonRequest,
  { objective, furtherObjectives }: ChosenSource,
  definition: KnownMetrics,
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

type KnownMetrics = Pick<PipelineDefinition, 'name' | 'metrics'>;

function metricNamed(definition: KnownMetrics, name: string, parameter = 'metric'): MetricSpec {
  const metric = definition.metrics.find((entry) => entry.name === name);
  if (metric !== undefined) return metric;
  if (isAnnotationMetric(name)) {
    const message = `There is no metric ${name}: the vocabulary of the project has no such kind or value.`;
    throw new UserError('UNKNOWN_METRIC', message, { parameter });
  }
  const names = definition.metrics.map((entry) => entry.name).join(', ');
  throw new UserError('UNKNOWN_METRIC', `There is no metric ${name}; ${definition.name} has ${names}.`, {
    parameter,
  });
}

/** In order of their first job. */
export function inputsOf({ jobs }: ComparedJobs): ComparedInput[] {
  const labels = new Map<string, string>();
  for (const { input, inputLabel } of jobs) if (!labels.has(input)) labels.set(input, inputLabel);
  return [...labels].map(([key, label]) => ({ key, label }));
}
