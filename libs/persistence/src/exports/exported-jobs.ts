/** Jobs as a list shows them, all of them: read by keyset a portion at a time, with their metrics. */
import type { MetricSpec } from '@batchyard/pipelines';
import { onlyRow, type Session } from '../database/session.js';
import {
  branchConditions,
  branchesOf,
  conditionsOf,
  type JobListFilter,
  type JobListOrder,
  type Parameters,
  parameters,
} from '../job-lists/job-filter.js';
import { emptyPage, listBatchJobs, listProjectJobs } from '../job-lists/job-pages.js';
import type { JobRecord } from '../job-lists/job-record.js';
import { searchConditions } from '../job-lists/search-words.js';
import { isId } from '../projects/access.js';
import type { Page } from '../projects/page.js';

export interface ExportedJob extends JobRecord {
  readonly batchName: string;
  /** By name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A parameter that varies among jobs. */
export interface ExportedSetting {
  /** Dotted. */
  readonly path: string;
  /** Of its values: `number`, `string`, `boolean`, `array`, `object`, `null`. */
  readonly types: readonly string[];
}

export interface ExportedJobColumns {
  readonly rowCount: number;
  /** Values of metrics. */
  readonly valueCount: number;
  readonly settings: readonly ExportedSetting[];
  /** In the order of their pipelines; undeclared ones last. */
  readonly metrics: readonly Pick<MetricSpec, 'name' | 'title' | 'unit' | 'description'>[];
}

const jobsAtOnce = 1_000;

/** In the order of the page's list. The project must be one that the caller may see. */
export async function* readExportedJobs(
  session: Session,
  projectId: string,
  filter: JobListFilter,
  order: JobListOrder,
): AsyncGenerator<ExportedJob> {
  const read = await pagesOf(session, projectId, filter, order);
  for (let after: string | null = null; ; ) {
    const page: Page<JobRecord> = await read(after);
    const ids = page.rows.map(({ id }) => id);
    const metrics = await metricsOf(session, ids);
    const names = await batchNames(session, [...new Set(page.rows.map(({ batchId }) => batchId))]);
    for (const job of page.rows)
      yield { ...job, batchName: names.get(job.batchId) ?? '', metrics: metrics.get(job.id) ?? {} };
    if (!page.hasMore) return;
    after = page.endCursor ?? page.cursors.at(-1) ?? null;
  }
}

async function pagesOf(
  session: Session,
  projectId: string,
  filter: JobListFilter,
  order: JobListOrder,
): Promise<(after: string | null) => Promise<Page<JobRecord>>> {
  const { batchId } = filter;
  if (batchId == null)
    return (after) => listProjectJobs(session, projectId, { first: jobsAtOnce, after }, filter, order);
  const [own] = await session.query('select 1 from batch where id = any($1) and project_id = $2', [
    [batchId].filter(isId),
    projectId,
  ]);
  if (own === undefined) return async () => emptyPage;
  return (after) => listBatchJobs(session, batchId, { first: jobsAtOnce, after }, filter, order);
}

async function metricsOf(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await session.query<{ id: string; metrics: Record<string, number> }>(
    'select job_id as id, jsonb_object_agg(name, value) as metrics from job_metric where job_id = any($1) group by job_id',
    [ids],
  );
  return new Map(rows.map(({ id, metrics }) => [id, metrics]));
}

async function batchNames(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await session.query<{ id: string; name: string }>(
    'select id, name from batch where id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How many rows there will be, and which columns, counted exactly: an export reads all of them anyway. */
export async function readExportedJobColumns(
  session: Session,
  projectId: string,
  filter: JobListFilter,
  order: JobListOrder,
): Promise<ExportedJobColumns> {
  const narrowed = order.by === 'metric' ? { ...filter, metric: order.metric } : filter;
  const list = parameters();
  const where = whereOf(projectId, narrowed, list);
  const { n } = onlyRow(
    await session.query<{ n: number }>(`select count(*)::int as n from job j where ${where}`, list.values),
  );
  const { values } = onlyRow(
    await session.query<{ values: number }>(
      `select count(*)::int as values from job j join job_metric m on m.job_id = j.id where ${where}`,
      list.values,
    ),
  );
  const settings = await session.query<ExportedSetting>(
    `select e.key as path, array_agg(distinct jsonb_typeof(e.value)) as types
     from job j cross join lateral jsonb_each(j.setting) e where ${where} group by e.key order by e.key`,
    list.values,
  );
  return {
    rowCount: n,
    valueCount: values,
    settings,
    metrics: await metricColumns(session, projectId, filter.batchId ?? null),
  };
}

function whereOf(projectId: string, filter: JobListFilter, list: Parameters): string {
  const { batchId } = filter;
  return [
    `j.project_id = ${list.add(projectId)}`,
    batchId == null ? '' : ` and j.batch_id = any(${list.add([batchId].filter(isId))}::bigint[])`,
    conditionsOf(filter, list),
    branchConditions(branchesOf(filter), list),
    searchConditions(filter.search, list),
  ].join('');
}

/** Metrics with values, and of one batch those that its pipeline declares. */
async function metricColumns(
  session: Session,
  projectId: string,
  batchId: string | null,
): Promise<ExportedJobColumns['metrics']> {
  const declared = await session.query<{ metrics: MetricSpec[] | null }>(
    `select p.definition->'metrics' as metrics from pipeline p where exists (
       select from batch b where b.project_id = $1 and ($2::text is null or b.id = $2::bigint)
         and b.pipeline_name = p.name and b.pipeline_version = p.version) order by p.name, p.version desc`,
    [projectId, batchId],
  );
  const byName = new Map<string, MetricSpec>();
  for (const metric of declared.flatMap(({ metrics }) => metrics ?? []))
    if (!byName.has(metric.name)) byName.set(metric.name, metric);
  const named = new Set(await metricNames(session, projectId, batchId));
  const known = [...byName.values()].filter(({ name }) => batchId !== null || named.has(name));
  const others = [...named].filter((name) => !byName.has(name));
  return [...known, ...others.map((name) => ({ name, title: name, unit: '', description: '' }))];
}

/** From one name to the next along the index, however many values each has. */
async function metricNames(session: Session, projectId: string, batchId: string | null): Promise<string[]> {
  const [column, key] = batchId === null ? ['project_id', projectId] : ['batch_id', batchId];
  const rows = await session.query<{ name: string }>(
    `with recursive n as (
       (select name from job_metric where ${column} = $1 order by name limit 1)
       union all
       select (select m.name from job_metric m where m.${column} = $1 and m.name > n.name order by m.name limit 1)
       from n where n.name is not null)
     select name from n where name is not null`,
    [key],
  );
  return rows.map(({ name }) => name);
}
