/**
 * The jobs that a bulk action applies to, a portion at a time, newest first. The set is fixed when the action begins:
 * jobs that exist then and match the filter when their turn comes. Each portion goes on where the last one ended, by
 * the keys of the job list's own indexes, so that the action costs as much as the jobs it looks at.
 *
 * Chunks of a job are no jobs of their own here: what is done to a job is done to its chunks.
 */
import { onlyRow, type Session } from '../database/session.js';
import {
  branchConditions,
  branchesOf,
  conditionsOf,
  type JobListFilter,
  type Parameters,
  parameters,
} from '../job-lists/job-filter.js';
import { blockConditions, searchConditions } from '../job-lists/search-words.js';

/** What a bulk action applies to. */
export interface Affected {
  readonly projectId: string;
  /** Newest job that existed when the action began. */
  readonly throughId: string;
  /** Exactly one of both. */
  readonly filter: JobListFilter | null;
  readonly jobIds: readonly string[] | null;
}

/** How many jobs it applies to now. */
export async function countAffected(session: Session, affected: Affected): Promise<number> {
  if (affected.jobIds !== null) return affected.jobIds.length;
  const list = parameters();
  const sql = `select count(*)::int as n from (${affectedSql(affected, null, list)}) j`;
  return onlyRow(await session.query<{ n: number }>(sql, list.values)).n;
}

/** Ids of the next jobs, newest first. @param after the last job of the portion before */
export async function readPortion(
  session: Session,
  affected: Affected,
  after: string | null,
  size: number,
): Promise<string[]> {
  const list = parameters();
  const sql = `${affectedSql(affected, after, list)} limit ${list.add(size)}`;
  return (await session.query<{ id: string }>(sql, list.values)).map((row) => row.id);
}

function affectedSql(affected: Affected, after: string | null, list: Parameters): string {
  const { filter, jobIds, projectId } = affected;
  if (filter === null) {
    return `select id from unnest(${list.add(jobIds)}::bigint[]) id
      where ${after === null ? 'true' : `id < ${list.add(after)}::bigint`} order by id desc`;
  }
  const where = ` and j.id <= ${list.add(affected.throughId)} and j.chunk_of is null${conditionsOf(filter, list)}`;
  if (filter.search?.trim()) return byWords(filter, where, projectId, after, list);
  const key = filter.batchId == null ? 'id' : 'position';
  const from = after === null ? '' : ` and j.${key} < ${keyOf(key, after, list)}`;
  const inBatch = filter.batchId == null ? '' : ` and j.batch_id = ${list.add(filter.batchId)}`;
  const project = list.add(projectId);
  const branches = branchesOf(filter);
  if (branches === null)
    return `select j.id from job j where j.project_id = ${project}${where}${inBatch}${from} order by j.${key} desc`;
  return `select p.id from unnest(${list.add(branches.values)}::text[]) s (value) cross join lateral (
      select j.id, j.position from job j where j.project_id = ${project} and j.${branches.column} = s.value${where}${inBatch}${from}
      order by j.${key} desc
    ) p order by p.${key} desc`;
}

const keyOf = (key: 'id' | 'position', after: string, list: Parameters) =>
  key === 'id' ? `${list.add(after)}::bigint` : `(select position from job where id = ${list.add(after)})`;

/** Blocks of neighbouring jobs that hold all the words, and in them the jobs themselves. */
function byWords(
  filter: JobListFilter,
  where: string,
  projectId: string,
  after: string | null,
  list: Parameters,
): string {
  const place = after === null ? null : list.add(after);
  const from = (row: string, position: string, than: '<' | '<=') =>
    place === null
      ? ''
      : ` and (${row}.batch_id, ${row}.${position}) ${than} (select batch_id, position from job where id = ${place})`;
  const inBatch = filter.batchId == null ? '' : ` and b.batch_id = ${list.add(filter.batchId)}`;
  return `select j.id from (
      select * from job_search_block b where b.project_id = ${list.add(projectId)}${inBatch}
        ${blockConditions(filter.search, list)}${from('b', 'first_position', '<=')}
      order by b.batch_id desc, b.first_position desc
    ) b cross join lateral (
      select j.id, j.batch_id, j.position from job j
      where j.batch_id = b.batch_id and j.position between b.first_position and b.last_position
        ${where}${searchConditions(filter.search, list)}${branchConditions(branchesOf(filter), list)}${from('j', 'position', '<')}
    ) j order by j.batch_id desc, j.position desc`;
}
