/**
 * Jobs by parts of their label, newest batch first and in it by position, highest first. Blocks of neighbouring jobs
 * that hold all the words are found by their trigrams, then their jobs are looked at, a few blocks at a time until the
 * page is full; a page is given out unfinished rather than read on without end.
 */
import type { Session } from '../database/session.js';
import { decodeCursor, encodeCursor, type Page, type PageRequest } from '../projects/page.js';
import { branchConditions, branchesOf, conditionsOf, type JobListFilter, parameters } from './job-filter.js';
import { type JobRecord, jobColumns } from './job-record.js';
import { blockConditions, searchConditions } from './search-words.js';

interface Block {
  readonly batchId: string;
  readonly firstPosition: number;
  readonly lastPosition: number;
}

/** Where a search goes on: before this job. */
interface Place {
  readonly batchId: string;
  readonly position: number;
}

/** Blocks looked at together; a rare word is in few. */
const blocksAtOnce = 8;
/** Blocks read one after the other before all are searched. */
const nearBlocks = 5 * blocksAtOnce;
/** Blocks looked at for one page, when their words belong to different jobs. */
const maxBlocks = 80;

/** @param scope the project, or null where the filter's batch alone decides */
export async function searchJobs(
  session: Session,
  scope: { readonly projectId: string | null },
  { first, after }: PageRequest,
  filter: JobListFilter,
): Promise<Page<JobRecord>> {
  const found: JobRecord[] = [];
  let from = placeOf(after);
  for (let looked = 0; looked < maxBlocks; looked += blocksAtOnce) {
    const blocks = await findBlocks(session, scope, filter, from);
    found.push(...(await readBlocks(session, blocks, first + 1 - found.length, filter, from)));
    const last = blocks.at(-1);
    if (found.length > first || blocks.length < blocksAtOnce || last === undefined) {
      return pageUpTo(found, first, null);
    }
    from = { batchId: last.batchId, position: last.firstPosition };
  }
  return pageUpTo(found, first, from);
}

function placeOf(after: string | null | undefined): Place | null {
  const [batchId, position] = decodeCursor(after, 2) ?? [];
  return batchId === undefined || position === undefined ? null : { batchId, position: Number(position) };
}

/** @param stopped where the search stopped without having seen all blocks */
function pageUpTo(found: readonly JobRecord[], first: number, stopped: Place | null): Page<JobRecord> {
  const rows = found.slice(0, first);
  const cursors = rows.map((job) => encodeCursor([job.batchId, job.position]));
  if (stopped === null) return { rows, cursors, hasMore: found.length > first };
  const endCursor = encodeCursor([stopped.batchId, stopped.position]);
  return { rows, cursors, hasMore: true, endCursor };
}

/** A common word is in the next blocks; only when it is not there, all are looked up by their trigrams. */
async function findBlocks(
  session: Session,
  { projectId }: { readonly projectId: string | null },
  { batchId, search }: JobListFilter,
  from: Place | null,
): Promise<Block[]> {
  const read = (isNear: boolean) => {
    const list = parameters();
    const scope = [
      batchId == null ? '' : ` and b.batch_id = ${list.add(batchId)}`,
      projectId === null ? '' : ` and b.project_id = ${list.add(projectId)}`,
      from === null
        ? ''
        : ` and (b.batch_id, b.first_position) < (${list.add(from.batchId)}::bigint, ${list.add(from.position)}::int)`,
    ].join('');
    const order = 'order by b.batch_id desc, b.first_position desc limit';
    const source = isNear
      ? `(select * from job_search_block b where true${scope} ${order} ${nearBlocks}) b where true`
      : `job_search_block b where true${scope}`;
    return session.query<Block>(
      `select b.batch_id as "batchId", b.first_position as "firstPosition", b.last_position as "lastPosition"
       from ${source}${blockConditions(search, list)} ${order} ${blocksAtOnce}`,
      list.values,
    );
  };
  const near = await read(true);
  return near.length === blocksAtOnce ? near : read(false);
}

function readBlocks(
  session: Session,
  blocks: readonly Block[],
  atMost: number,
  filter: JobListFilter,
  from: Place | null,
): Promise<JobRecord[]> {
  if (blocks.length === 0) return Promise.resolve([]);
  const list = parameters(
    blocks.map((block) => block.batchId),
    blocks.map((block) => block.firstPosition),
    blocks.map((block) => block.lastPosition),
  );
  const where = [
    searchConditions(filter.search, list),
    conditionsOf(filter, list),
    branchConditions(branchesOf(filter), list),
    from === null
      ? ''
      : ` and (j.batch_id, j.position) < (${list.add(from.batchId)}::bigint, ${list.add(from.position)}::int)`,
  ].join('');
  return session.query<JobRecord>(
    `select ${jobColumns} from unnest($1::bigint[], $2::int[], $3::int[]) b (batch_id, first_position, last_position)
     join job j on j.batch_id = b.batch_id and j.position between b.first_position and b.last_position
     where true${where} order by j.batch_id desc, j.position desc limit ${list.add(atMost)}`,
    list.values,
  );
}
