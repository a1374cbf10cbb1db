/** What a night was like, read once when it is over: work in proportion to the jobs of that night. */
import {
  digest,
  flattenParameters,
  type JsonObject,
  mostNights,
  type NightFacts,
  type NightInputs,
  type NightMetric,
  type NightProvenance,
  type NightTime,
} from '@batchyard/domain';
import { onlyRow, type Session } from '../database/session.js';

/** A schedule with a night that is over. */
export interface EndedNight {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly projectId: string;
  readonly ownerId: string | null;
  readonly zone: string;
  readonly newOnly: boolean;
  /** By which inputs are found, as the schedule says; null: those of its design. */
  readonly inputPatterns: unknown;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Day on which it ends, as `2026-11-22`. */
  readonly night: string;
}

/** Times, inputs and metrics that are kept one by one. */
const [keptTimes, keptInputs, keptMetrics] = [50, 2_000, 200];

/** Due times by the clock; a backfill belongs to no night. */
const ofNight = `o.schedule_id = $1 and o.backfill_id is null and o.due_at >= $2 and o.due_at < $3`;

export interface NightTimes {
  readonly times: readonly NightTime[];
  readonly timeCount: number;
  readonly batchIds: readonly string[];
}

export async function readTimes(
  session: Session,
  { scheduleId, startsAt, endsAt }: EndedNight,
): Promise<NightTimes> {
  const span = [scheduleId, startsAt, endsAt];
  const rows = await session.query<Omit<NightTime, 'dueAt'> & { dueAt: Date }>(
    `select o.due_at as "dueAt", o.story, o.state, o.reason, o.batch_id as "batchId" from occurrence o
     where ${ofNight} order by o.state = 'failed' desc, o.due_at limit ${keptTimes}`,
    span,
  );
  const all = onlyRow(
    await session.query<{ count: number; batchIds: string[] }>(
      `select count(*)::int as count, coalesce(array_agg(distinct o.batch_id) filter (where o.batch_id is not null), '{}') as "batchIds"
       from occurrence o where ${ofNight}`,
      span,
    ),
  );
  const times = rows
    .map((row) => ({ ...row, dueAt: row.dueAt.toISOString() }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return { times, timeCount: all.count, batchIds: all.batchIds };
}

export async function readJobCounts(
  session: Session,
  batchIds: readonly string[],
): Promise<NightFacts['jobs']> {
  const rows = await session.query<{ state: string; n: number }>(
    'select state, sum(n)::int as n from batch_job_count where batch_id = any($1) group by state',
    [batchIds],
  );
  const of = (...states: string[]) =>
    rows.reduce((sum, { state, n }) => sum + (states.includes(state) ? n : 0), 0);
  return {
    succeeded: of('succeeded'),
    reused: of('reused'),
    failed: of('failed', 'timed_out', 'out_of_memory'),
    other: of('cancelled', 'skipped'),
  };
}

interface RanPipeline {
  readonly name: string;
  readonly version: string;
  readonly definition: {
    readonly metrics?: readonly { readonly name: string; readonly title?: string; readonly unit?: string }[];
  };
  readonly spec: JsonObject;
}

/** Of the newest batch; null: there was none. */
export async function readPipeline(
  session: Session,
  batchIds: readonly string[],
): Promise<RanPipeline | null> {
  const [row] = await session.query<RanPipeline>(
    `select b.pipeline_name as name, b.pipeline_version as version, p.definition, b.spec
     from batch b join pipeline p on (p.name, p.version) = (b.pipeline_name, b.pipeline_version)
     where b.id = any($1) order by b.id desc limit 1`,
    [batchIds],
  );
  return row ?? null;
}

export async function readProvenance(
  session: Session,
  ran: RanPipeline,
  batchIds: readonly string[],
): Promise<NightProvenance> {
  const { inputs: _inputs, name: _name, ...spec } = ran.spec;
  const workers = await session.query<{
    host: string;
    version: string;
    packages: Record<string, string> | null;
  }>(
    `select distinct w.host, w.version, e.packages from worker w left join worker_environment e on e.worker_id = w.id
     where w.id in (select a.worker_id from job j join attempt a on a.job_id = j.id where j.batch_id = any($1))`,
    [batchIds],
  );
  return {
    pipeline: ran.name,
    version: ran.version,
    definition: digest(ran.definition),
    parameters: flattenParameters(spec),
    packages: mergePackages(workers.map(({ packages }) => packages ?? {})),
    inputs: await readInputs(session, batchIds),
    hosts: [...new Set(workers.map(({ host }) => host))].sort(),
    workerVersions: [...new Set(workers.map(({ version }) => version))].sort(),
  };
}

function mergePackages(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const versions = new Map<string, Set<string>>();
  for (const packages of all) {
    for (const [name, version] of Object.entries(packages)) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return Object.fromEntries([...versions].map(([name, found]) => [name, [...found].sort().join(', ')]));
}

async function readInputs(session: Session, batchIds: readonly string[]): Promise<NightInputs> {
  const files = `select distinct f->>'name' as name, f->>'sha256' as sha256 from job j
    cross join lateral jsonb_each(j.inputs) i cross join lateral jsonb_array_elements(i.value) f
    where j.batch_id = any($1) and j.chunk_of is null`;
  const all = onlyRow(
    await session.query<{ count: number; digest: string }>(
      `select count(distinct sha256)::int as count, coalesce(md5(string_agg(distinct sha256, ',' order by sha256)), '') as digest
       from (${files}) file`,
      [batchIds],
    ),
  );
  if (all.count > keptInputs) return { ...all, contents: null };
  const rows = await session.query<{ name: string; sha256: string }>(
    `${files} order by 1, 2 limit ${keptInputs}`,
    [batchIds],
  );
  return { ...all, contents: Object.fromEntries(rows.map(({ name, sha256 }) => [name, sha256])) };
}

/** Metrics of the night with those of earlier nights under the same key, newest first. */
export async function readMetrics(
  session: Session,
  { scheduleId, night }: EndedNight,
  ran: RanPipeline,
  batchIds: readonly string[],
  comparable: string,
): Promise<NightMetric[]> {
  const values = await session.query<{ name: string; value: number; results: number }>(
    `select m.name, percentile_cont(0.5) within group (order by m.value) as value, count(*)::int as results
     from job_metric m join job j on j.id = m.job_id
     where m.batch_id = any($1) and j.chunk_of is null and j.state in ('succeeded', 'reused')
     group by m.name order by m.name limit ${keptMetrics}`,
    [batchIds],
  );
  const history = await session.query<{ name: string; value: number; place: string }>(
    `select m.name, m.value, m.place from (
       select id, night from schedule_night where schedule_id = $1 and night < $2 order by night desc limit 365) n
     join schedule_night_metric m on m.night_id = n.id
     where m.comparable = $3 order by n.night desc`,
    [scheduleId, night, comparable],
  );
  const declared = new Map(ran.definition.metrics?.map((metric) => [metric.name, metric]));
  return values.map((metric) => {
    const earlier = history.filter(({ name }) => name === metric.name).slice(0, mostNights);
    return {
      ...metric,
      title: declared.get(metric.name)?.title ?? metric.name,
      unit: declared.get(metric.name)?.unit ?? '',
      history: earlier.map(({ value }) => value),
      wasOutside: earlier[0]?.place === 'below' || earlier[0]?.place === 'above',
    };
  });
}

/**
 * What nights must share so that their metrics can be compared: pipeline, major version and inputs. Where each night
 * takes only new inputs, no two have the same ones; there the rule by which they are found takes their place.
 */
export function comparableKey(
  { newOnly, inputPatterns }: EndedNight,
  { pipeline, version, inputs }: NightProvenance,
): string {
  const major = version.split('.')[0];
  return digest({ pipeline, major, inputs: newOnly ? { rule: inputPatterns ?? 'design' } : inputs.digest });
}
