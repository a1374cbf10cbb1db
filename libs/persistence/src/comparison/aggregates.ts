/** Settings as `compare` takes them: outcomes and durations by job, metrics aggregated by the database. */
import type { JobState, JsonObject, MetricSummary, Observation, SettingAggregate } from '@batchyard/domain';
import type { Session } from '../database/session.js';
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
 * @returns in order of their first job
 */
export async function readAggregates(
  session: Session,
  jobs: readonly ComparedJob[],
  metric: string,
  draws: Map<string, number>,
): Promise<SettingWithValues[]> {
  const settings = groupBySetting(jobs);
  const values = await readValues(session, jobs.filter(hasResult), metric);
  const metrics = await readMetrics(session, settings);
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

type Outcome = 'withResult' | 'failed' | 'cancelledOrSkipped' | 'unfinished';

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
  const counts = { jobs: jobs.length, withResult: 0, failed: 0, cancelledOrSkipped: 0, unfinished: 0 };
  for (const { state } of jobs) counts[outcomeOf[state]]++;
  return counts;
}

function meanDurationS(jobs: readonly ComparedJob[]): number | null {
  const durationsS = jobs.flatMap(({ durationS }) => durationS ?? []);
  return durationsS.length === 0 ? null : durationsS.reduce((sum, each) => sum + each, 0) / durationsS.length;
}

async function readValues(
  session: Session,
  jobs: readonly ComparedJob[],
  metric: string,
): Promise<Map<string, number>> {
  const rows = await session.query<{ jobIds: string; values: string }>(
    `select string_agg(m.job_id::text, ',') as "jobIds", string_agg(m.value::text, ',') as values
     from unnest($1::bigint[]) s (job_id) join job_metric m on m.job_id = s.job_id and m.name = $2`,
    [jobs.map(({ jobId }) => jobId), metric],
  );
  const [{ jobIds, values } = { jobIds: '', values: '' }] = rows;
  const numbers = numbersOf(values);
  return new Map((jobIds ?? '').split(',').map((jobId, index) => [jobId, numbers[index] ?? Number.NaN]));
}

interface MetricColumns {
  readonly name: string;
  /** Texts of numbers with commas between: ten times as fast as a row for each. */
  readonly settings: string;
  readonly n: string;
  readonly mean: string;
  readonly sd: string;
  readonly min: string;
  readonly max: string;
}

/** Summaries by metric, one entry a setting. */
async function readMetrics(
  session: Session,
  settings: readonly SettingJobs[],
): Promise<Record<string, MetricSummary>[]> {
  const rows = settings.flatMap((jobs, setting) =>
    jobs.filter(hasResult).map(({ jobId }) => ({ jobId, setting })),
  );
  const columns = await session.query<MetricColumns>(
    `select name, string_agg(setting::text, ',') as settings, string_agg(n::text, ',') as n,
       string_agg(mean::text, ',') as mean, string_agg(coalesce(sd::text, 'null'), ',') as sd,
       string_agg(min::text, ',') as min, string_agg(max::text, ',') as max
     from (
       select m.name, s.setting, count(*) as n, avg(m.value) as mean, stddev_samp(m.value) as sd,
         min(m.value) as min, max(m.value) as max
       from unnest($1::bigint[], $2::int[]) s (job_id, setting) join job_metric m on m.job_id = s.job_id
       group by m.name, s.setting
     ) summary group by name order by name`,
    [rows.map(({ jobId }) => jobId), rows.map(({ setting }) => setting)],
  );
  const summaries: Record<string, MetricSummary>[] = settings.map(() => ({}));
  for (const { name, ...column } of columns) {
    const [n, mean, min, max] = [column.n, column.mean, column.min, column.max].map(numbersOf);
    const sd = JSON.parse(`[${column.sd}]`) as (number | null)[];
    numbersOf(column.settings).forEach((setting, index) => {
      const summary = summaries[setting];
      if (summary === undefined) return;
      summary[name] = {
        n: n?.[index] ?? 0,
        mean: mean?.[index] ?? Number.NaN,
        sd: sd[index] ?? null,
        min: min?.[index] ?? Number.NaN,
        max: max?.[index] ?? Number.NaN,
      };
    });
  }
  return summaries;
}

function numbersOf(text: string | null): number[] {
  return JSON.parse(`[${text ?? ''}]`) as number[];
}

/** Complete parameters of each setting, from its first job. */
async function readParams(session: Session, settings: readonly SettingJobs[]): Promise<JsonObject[]> {
  const rows = await session.query<{ params: JsonObject }>(
    `select j.params from unnest($1::bigint[]) with ordinality s (id, place) join job j on j.id = s.id order by s.place`,
    [settings.map(([first]) => first.jobId)],
  );
  return rows.map(({ params }) => params);
}
