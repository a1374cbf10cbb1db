/** Pages of jobs. Several states are read as one index range each and merged: the cost is that of the page. */
import { jobStates } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { listAnnotated } from './annotated-pages.js';
import { asksOfAnnotations } from './annotation-conditions.js';
import {
  branchConditions,
  branchesOf,
  conditionsOf,
  defaultOrder,
  type JobListFilter,
  type JobListOrder,
  parameters,
} from './job-filter.js';
import { type JobRecord, jobColumns } from './job-record.js';
import { listByMetric } from './metric-pages.js';
import { searchJobs } from './search-pages.js';

export const emptyPage: Page<JobRecord> = { rows: [], cursors: [], hasMore: false };

/** Jobs of one project, and of one of its batches where the filter says so: newest first, or by a metric. */
export async function listProjectJobs(
  session: Session,
  projectId: string,
  page: PageRequest,
  filter: JobListFilter,
  order: JobListOrder = defaultOrder,
): Promise<Page<JobRecord>> {
  const { batchId } = filter;
  if (batchId && !isId(batchId)) return emptyPage;
  if (asksOfAnnotations(filter)) {
    const read = (part: PageRequest) =>
      listProjectJobs(session, projectId, part, withoutAnnotations(filter), order);
    return listAnnotated(session, read, page, filter);
  }
  if (order.by === 'metric') return listByMetric(session, { projectId }, page, filter, order);
  if (filter.search?.trim()) return searchJobs(session, { projectId }, page, filter);
  // Without an order by position the planner could not walk one index for a batch and stop.
  return batchId
    ? listRange(session, { projectId, batchId, key: 'position', ascending: false }, page, filter)
    : listRange(session, { projectId, batchId: null, key: 'id', ascending: false }, page, filter);
}

/** Jobs of one batch, by position, or by a metric. */
export async function listBatchJobs(
  session: Session,
  batchId: string,
  page: PageRequest,
  filter: JobListFilter,
  order: JobListOrder = defaultOrder,
): Promise<Page<JobRecord>> {
  if (asksOfAnnotations(filter)) {
    const read = (part: PageRequest) =>
      listBatchJobs(session, batchId, part, withoutAnnotations(filter), order);
    return listAnnotated(session, read, page, filter);
  }
  const inBatch = { ...filter, batchId };
  if (order.by === 'metric') return listByMetric(session, { projectId: null }, page, inBatch, order);
  if (filter.search?.trim()) return searchJobs(session, { projectId: null }, page, inBatch);
  return listRange(session, { projectId: null, batchId, key: 'position', ascending: true }, page, filter);
}

const withoutAnnotations = (filter: JobListFilter): JobListFilter => ({
  ...filter,
  annotatedAs: null,
  leaveOut: null,
});

/** What is read along an index, and which way. */
interface Range {
  readonly projectId: string | null;
  readonly batchId: string | null;
  readonly key: 'id' | 'position';
  readonly ascending: boolean;
}

async function listRange(
  session: Session,
  range: Range,
  { first, after }: PageRequest,
  filter: JobListFilter,
): Promise<Page<JobRecord>> {
  const { key, ascending } = range;
  const list = parameters();
  const limit = list.add(first + 1);
  const from = decodeCursor(after, 1)?.[0];
  // Settings are indexed beside the jobs, in a table that is written once.
  const isOfSetting = filter.settingKey != null;
  const [row, keyColumn] = isOfSetting ? ['c', key === 'id' ? 'job_id' : key] : ['j', key];
  const where = [
    range.projectId === null ? '' : ` and ${row}.project_id = ${list.add(range.projectId)}`,
    range.batchId === null ? '' : ` and ${row}.batch_id = ${list.add(range.batchId)}`,
    from === undefined ? '' : ` and ${row}.${keyColumn} ${ascending ? '>' : '<'} ${list.add(from)}`,
    isOfSetting ? ` and c.setting_key = ${list.add(filter.settingKey)}` : '',
    conditionsOf({ ...filter, settingKey: null }, list),
  ].join('');
  const order = (by: string) => `order by ${by}${ascending ? '' : ' desc'} limit ${limit}`;
  const branches = branchesOf(filter);
  const isEverything = branches?.column === 'state' && branches.values.length === jobStates.length;
  // Keys first: they stand in the index of the state, so that no other index looks cheaper to the planner, which would
  // walk through all jobs when the state is rare.
  const onKey = () =>
    key === 'id' ? 'j.id = p.key' : `j.position = p.key and j.batch_id = ${list.add(range.batchId)}`;
  const source = isOfSetting ? 'job_cell c join job j on j.id = c.job_id' : 'job j';
  const sql =
    branches === null || isEverything || isOfSetting
      ? `select ${jobColumns} from ${source} where true${where}${isOfSetting ? branchConditions(branches, list) : ''}
         ${order(`${row}.${keyColumn}`)}`
      : `select ${jobColumns} from (
           select k.key from unnest(${list.add(branches.values)}::text[]) s (value) cross join lateral (
             select j.${key} as key from job j where j.${branches.column} = s.value${where} ${order(`j.${key}`)}
           ) k ${order('k.key')}
         ) p join job j on ${onKey()} ${order(`j.${key}`)}`;
  const rows = await session.query<JobRecord>(sql, list.values);
  return pageOf(rows, first, (job) => [job[key]]);
}
