/** How many jobs a list has: exact from the counters of a batch, otherwise counted up to a limit. */
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { asksOfAnnotations } from './annotation-conditions.js';
import { branchConditions, branchesOf, conditionsOf, type JobListFilter, parameters } from './job-filter.js';
import { listProjectJobs } from './job-pages.js';

export interface CappedCount {
  readonly count: number;
  /** There are more than `count`. */
  readonly isCapped: boolean;
}

/** Jobs counted one by one at most: what a person reads as "many". */
const countLimit = 1_000;
/** The same where jobs must be looked at to know that they fit. */
const searchLimit = 200;

/** Jobs of a project that fit the filter. */
export async function countJobs(
  session: Session,
  projectId: string,
  filter: JobListFilter,
): Promise<CappedCount> {
  if (filter.batchId && !isId(filter.batchId)) return { count: 0, isCapped: false };
  if (filter.search?.trim() || asksOfAnnotations(filter)) {
    const { rows, hasMore } = await listProjectJobs(session, projectId, { first: searchLimit }, filter);
    return { count: rows.length, isCapped: hasMore };
  }
  const count = isCounted(filter)
    ? await readCounter(session, projectId, filter)
    : await countUpTo(session, projectId, filter, countLimit + 1);
  return isCounted(filter)
    ? { count, isCapped: false }
    : { count: Math.min(count, countLimit), isCapped: count > countLimit };
}

/** A batch's states are counted as they change. */
function isCounted({ batchId, settingKey, failureKey, failureKinds, metric }: JobListFilter): boolean {
  return batchId != null && [settingKey, failureKey, failureKinds, metric].every((value) => value == null);
}

async function readCounter(
  session: Session,
  projectId: string,
  { batchId, states }: JobListFilter,
): Promise<number> {
  const [row] = await session.query<{ n: number }>(
    `select coalesce(sum(c.n), 0)::int as n from batch b join batch_job_count_part c on c.batch_id = b.id
     where b.id = $1 and b.project_id = $2 and ($3::text[] is null or c.state = any($3))`,
    [batchId, projectId, states ?? null],
  );
  return row?.n ?? 0;
}

async function countUpTo(
  session: Session,
  projectId: string,
  filter: JobListFilter,
  limit: number,
): Promise<number> {
  const list = parameters();
  const atMost = list.add(limit);
  const { metric, settingKey, failureKey } = filter;
  const branches = branchesOf(filter);
  const scope = (row: string) =>
    `${row}.project_id = ${list.add(projectId)}${filter.batchId == null ? '' : ` and ${row}.batch_id = ${list.add(filter.batchId)}`}`;
  const rest = () => conditionsOf({ ...filter, settingKey: null }, list);
  const isMetricOnly = metric != null && branches === null && settingKey == null && failureKey == null;
  const rows = isMetricOnly
    ? `select 1 from job_metric m where ${scope('m')} and m.name = ${list.add(metric)} limit ${atMost}`
    : settingKey != null
      ? `select 1 from job_cell c join job j on j.id = c.job_id
         where ${scope('c')} and c.setting_key = ${list.add(settingKey)}${rest()}${branchConditions(branches, list)} limit ${atMost}`
      : branches === null
        ? `select 1 from job j where ${scope('j')}${rest()} limit ${atMost}`
        : `select 1 from unnest(${list.add(branches.values)}::text[]) s (value) cross join lateral (
             select 1 from job j where j.${branches.column} = s.value and ${scope('j')}${rest()} limit ${atMost}
           ) j limit ${atMost}`;
  const [row] = await session.query<{ n: number }>(`select count(*)::int as n from (${rows}) r`, list.values);
  return row?.n ?? 0;
}
