/** Settings as `compare` takes them: outcomes and durations by job, metrics aggregated by the database. */
import {
  type ComparedMetric,
  type JobState,
  type JsonObject,
  metricOf,
  type Observation,
  type SettingAggregate,
  singleValue,
  withInterval,
} from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { AnnotationValues } from './annotation-values.js';
import { type ComparedJob, hasResult } from './compared-jobs.js';

/** A value of the compared metric, with where it comes from; `replicate` is the number of its seed. */
export interface ComparedValue extends Observation {
  readonly job: ComparedJob;
}

export interface SettingWithValues extends SettingAggregate {
  readonly observations: readonly ComparedValue[];
}

/**
 * @param metric name of the one whose single values are wanted
 * @param draws numbers of seeds; new ones are added
 * @param annotated metrics of annotations beside those of the jobs
 * @returns in order of their first job
 */
export async function readAggregates(
  session: Session,
  jobs: readonly ComparedJob[],
  metric: string,
  draws: Map<string, number>,
  annotated: readonly AnnotationValues[] = [],
): Promise<SettingWithValues[]> {
  const settings = groupBySetting(jobs);
  const metrics = await readMetrics(session, settings);
  addAnnotated(settings, metrics, annotated);
  const said = annotated.find((each) => each.metric.spec.name === metric);
  const values = said?.byJob ?? (await readValues(session, settings, metrics, metric));
  const params = await readParams(session, settings);
  numberSeeds(jobs, draws);
  return settings.map((own, position) => ({
    settingKey: own[0].settingKey,
    params: params[position] ?? {},
    position: position + 1,
    ...countOutcomes(own),
    meanDurationS: meanDurationS(own),
    metrics: metrics[position] ?? {},
    observations: own.flatMap((job): ComparedValue[] => {
      const value = values.get(job.jobId);
      const replicate = draws.get(job.seed) ?? 0;
      return value === undefined ? [] : [{ value, input: job.input, replicate, job }];
    }),
    sources: [...new Set(own.flatMap((job) => job.sources))].sort((a, b) => a - b),
  }));
}

function addAnnotated(
  settings: readonly SettingJobs[],
  summaries: readonly Record<string, ComparedMetric>[],
  annotated: readonly AnnotationValues[],
): void {
  for (const { metric, byJob } of annotated) {
    settings.forEach((jobs, setting) => {
      const values = jobs.flatMap(({ jobId }) => byJob.get(jobId) ?? []);
      const summary = summaries[setting];
      if (values.length > 0 && summary !== undefined) summary[metric.spec.name] = metricOf(values);
    });
  }
}

/**
 * Replicates of two settings belong together when their seeds are equal; those of another design or of a repeated
 * batch have equal numbers, too, but other seeds.
 */
function numberSeeds(jobs: readonly ComparedJob[], draws: Map<string, number>): void {
  for (const { seed } of jobs) if (!draws.has(seed)) draws.set(seed, draws.size + 1);
}

type SettingJobs = [ComparedJob, ...ComparedJob[]];

function groupBySetting(jobs: readonly ComparedJob[]): SettingJobs[] {
  const groups = new Map<string, SettingJobs>();
  for (const job of jobs) {
    const group = groups.get(job.settingKey);
    if (group === undefined) groups.set(job.settingKey, [job]);
    else group.push(job);
  }
  return [...groups.values()];
}

type Outcome = 'withResult' | 'failed' | 'stoppedEarly' | 'cancelledOrSkipped' | 'unfinished';

const outcomeOf: Readonly<Record<JobState, Outcome>> = {
  succeeded: 'withResult',
  reused: 'withResult',
  failed: 'failed',
  timed_out: 'failed',
  out_of_memory: 'failed',
  cancelled: 'cancelledOrSkipped',
  skipped: 'cancelledOrSkipped',
  waiting: 'unfinished',
  queued: 'unfinished',
  running: 'unfinished',
  lost: 'unfinished',
};

function countOutcomes(jobs: readonly ComparedJob[]): Record<Outcome | 'jobs', number> {
  const counts = {
    jobs: jobs.length,
    withResult: 0,
    failed: 0,
    stoppedEarly: 0,
    cancelledOrSkipped: 0,
    unfinished: 0,
  };
  for (const { state, isStoppedEarly } of jobs) counts[isStoppedEarly ? 'stoppedEarly' : outcomeOf[state]]++;
  return counts;
}

function meanDurationS(jobs: readonly ComparedJob[]): number | null {
  const durationsS = jobs.flatMap(({ durationS }) => durationS ?? []);
  return durationsS.length === 0 ? null : durationsS.reduce((sum, each) => sum + each, 0) / durationsS.length;
}

/** Numbers as the database holds them, one after the other: several times as fast as texts, let alone a row for each. */
type Column = Buffer | null;

const bytesOfDouble = 8;
const bytesOfInteger = 4;
const doubles = (expression: string) => `string_agg(float8send(${expression}), '')`;
const integers = (expression: string) => `string_agg(int4send((${expression})::int), '')`;

function doublesOf(column: Column | undefined): number[] {
  const length = (column?.length ?? 0) / bytesOfDouble;
  return Array.from({ length }, (_, index) => column?.readDoubleBE(index * bytesOfDouble) ?? Number.NaN);
}

function integersOf(column: Column | undefined): number[] {
  const length = (column?.length ?? 0) / bytesOfInteger;
  return Array.from({ length }, (_, index) => column?.readInt32BE(index * bytesOfInteger) ?? 0);
}

/** `any` looks each metric up among the jobs; a join would first hash every metric of the project. */
const metricsOfJobs = 'from job_metric m where m.job_id = any($1::bigint[])';
/** Keys are exact as doubles up to 2^53. */
const jobColumn = doubles('m.job_id::float8');

/** Values of one metric by job; where a setting has one result, its mean is that value. */
async function readValues(
  session: Session,
  settings: readonly SettingJobs[],
  metrics: readonly Readonly<Record<string, ComparedMetric>>[],
  metric: string,
): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  const wanted: string[] = [];
  settings.forEach((jobs, setting) => {
    const results = jobs.filter(hasResult);
    const summary = metrics[setting]?.[metric];
    if (summary === undefined) return;
    if (results.length === 1) known.set(results[0]?.jobId ?? '', summary.mean);
    else wanted.push(...results.map(({ jobId }) => jobId));
  });
  if (wanted.length === 0) return known;
  const [row] = await session.query<{ jobs: Column; values: Column }>(
    `select ${jobColumn} as jobs, ${doubles('m.value')} as values ${metricsOfJobs} and m.name = $2`,
    [wanted, metric],
  );
  const values = doublesOf(row?.values);
  doublesOf(row?.jobs).forEach((jobId, index) => {
    known.set(String(jobId), values[index] ?? Number.NaN);
  });
  return known;
}

/** Summaries by metric, one entry a setting. */
async function readMetrics(
  session: Session,
  settings: readonly SettingJobs[],
): Promise<Record<string, ComparedMetric>[]> {
  const summaries: Record<string, ComparedMetric>[] = settings.map(() => ({}));
  const results = settings.map((jobs) => jobs.filter(hasResult));
  const pairs = results.flatMap((jobs, setting) => jobs.map(({ jobId }) => ({ jobId, setting })));
  const isSingle = ({ setting }: { readonly setting: number }) => results[setting]?.length === 1;
  await addSingle(session, pairs.filter(isSingle), summaries);
  await addAggregated(
    session,
    pairs.filter((pair) => !isSingle(pair)),
    summaries,
  );
  return summaries;
}

interface SettingJob {
  readonly jobId: string;
  /** Index of its setting. */
  readonly setting: number;
}

const joined = `from unnest($1::bigint[], $2::int[]) s (job_id, setting) join job_metric m on m.job_id = s.job_id`;
const parametersOf = (pairs: readonly SettingJob[]) => [
  pairs.map(({ jobId }) => jobId),
  pairs.map(({ setting }) => setting),
];

/** Settings of one job: there is nothing to aggregate, and grouping by setting would take most of the time. */
async function addSingle(
  session: Session,
  pairs: readonly SettingJob[],
  summaries: Record<string, ComparedMetric>[],
): Promise<void> {
  if (pairs.length === 0) return;
  const settings = new Map(pairs.map(({ jobId, setting }) => [Number(jobId), setting]));
  const rows = await session.query<{ name: string; jobs: Column; values: Column }>(
    `select m.name, ${jobColumn} as jobs, ${doubles('m.value')} as values ${metricsOfJobs}
     group by m.name order by m.name`,
    [pairs.map(({ jobId }) => jobId)],
  );
  for (const { name, ...row } of rows) {
    const values = doublesOf(row.values);
    doublesOf(row.jobs).forEach((jobId, index) => {
      const value = values[index] ?? Number.NaN;
      const summary = summaries[settings.get(jobId) ?? -1];
      if (summary !== undefined) summary[name] = singleValue(value);
    });
  }
}

type MetricColumns = Readonly<Record<'settings' | 'n' | 'mean' | 'sd' | 'min' | 'max', Column>>;

async function addAggregated(
  session: Session,
  pairs: readonly SettingJob[],
  summaries: Record<string, ComparedMetric>[],
): Promise<void> {
  if (pairs.length === 0) return;
  const rows = await session.query<MetricColumns & { name: string }>(
    `select name, ${integers('setting')} as settings, ${integers('n')} as n, ${doubles('mean')} as mean,
       ${doubles(`coalesce(sd, 'NaN')`)} as sd, ${doubles('min')} as min, ${doubles('max')} as max
     from (
       select m.name, s.setting, count(*) as n, avg(m.value) as mean, stddev_samp(m.value) as sd,
         min(m.value) as min, max(m.value) as max
       ${joined} group by m.name, s.setting
     ) summary group by name order by name`,
    parametersOf(pairs),
  );
  for (const { name, ...columns } of rows) {
    const n = integersOf(columns.n);
    const [mean, sd, min, max] = (['mean', 'sd', 'min', 'max'] as const).map((column) =>
      doublesOf(columns[column]),
    );
    integersOf(columns.settings).forEach((setting, index) => {
      const summary = summaries[setting];
      if (summary === undefined) return;
      summary[name] = withInterval({
        n: n[index] ?? 0,
        mean: mean?.[index] ?? Number.NaN,
        sd: Number.isFinite(sd?.[index]) ? (sd?.[index] ?? null) : null,
        min: min?.[index] ?? Number.NaN,
        max: max?.[index] ?? Number.NaN,
      });
    });
  }
}

/** Complete parameters of each setting, from its first job. */
async function readParams(session: Session, settings: readonly SettingJobs[]): Promise<JsonObject[]> {
  const ids = settings.map(([first]) => first.jobId);
  const rows = await session.query<{ id: string; params: JsonObject }>(
    'select id, params from job where id = any($1)',
    [ids],
  );
  const found = new Map(rows.map(({ id, params }) => [id, params]));
  return ids.map((id) => found.get(id) ?? {});
}
