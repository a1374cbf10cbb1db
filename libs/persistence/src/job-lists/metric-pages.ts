/**
 * Jobs in the order of a metric, along the index on its values: the cost is that of the page, not of all jobs. Jobs
 * without a value have no place in this order and are left out; the filter's `metric` counts those that have one.
 */
import { UserError } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { Page, PageRequest } from '../projects/page.js';
import {
  branchConditions,
  branchesOf,
  conditionsOf,
  type JobListFilter,
  type JobListOrder,
  parameters,
} from './job-filter.js';
import { type JobRecord, jobColumns } from './job-record.js';
import { searchConditions } from './search-words.js';

type MetricOrder = Extract<JobListOrder, { by: 'metric' }>;

interface RankedJob extends JobRecord {
  /** As text, which keeps every digit. */
  readonly rankedValue: string;
}

/** @param scope the project, or null where the filter's batch alone decides */
export async function listByMetric(
  session: Session,
  scope: { readonly projectId: string | null },
  { first, after }: PageRequest,
  filter: JobListFilter,
  { metric, direction }: MetricOrder,
): Promise<Page<JobRecord>> {
  const list = parameters();
  const [above, way] = direction === 'minimize' ? (['>', ''] as const) : (['<', ' desc'] as const);
  const from = decodeMetricCursor(after);
  const limit = list.add(first + 1);
  const where = [
    ` and m.name = ${list.add(metric)}`,
    filter.batchId == null ? '' : ` and m.batch_id = ${list.add(filter.batchId)}`,
    scope.projectId === null ? '' : ` and m.project_id = ${list.add(scope.projectId)}`,
    from === null
      ? ''
      : ` and (m.value, m.job_id) ${above} (${list.add(from.value)}::float8, ${list.add(from.jobId)}::bigint)`,
    conditionsOf({ ...filter, metric: null }, list),
    branchConditions(branchesOf(filter), list),
    searchConditions(filter.search, list),
  ].join('');
  const rows = await session.query<RankedJob>(
    `select ${jobColumns}, m.value::text as "rankedValue" from job_metric m join job j on j.id = m.job_id
     where true${where} order by m.value${way}, m.job_id${way} limit ${limit}`,
    list.values,
  );
  const shown = rows.slice(0, first);
  return {
    rows: shown.map(({ rankedValue: _, ...job }) => job),
    cursors: shown.map((job) => encodeMetricCursor(job.rankedValue, job.id)),
    hasMore: rows.length > first,
  };
}

const encodeMetricCursor = (value: string, jobId: string) =>
  Buffer.from(`${value}/${jobId}`).toString('base64url');

function decodeMetricCursor(
  cursor: string | null | undefined,
): { readonly value: string; readonly jobId: string } | null {
  if (cursor == null) return null;
  const match = /^(-?\d[\d.]*(?:e[+-]?\d+)?)\/(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match?.[1] === undefined || match[2] === undefined || !Number.isFinite(Number(match[1]))) {
    throw new UserError(
      'INVALID_CURSOR',
      'The page cursor is not one that this server gave out for this order. Read from the first page.',
    );
  }
  return { value: match[1], jobId: match[2] };
}
