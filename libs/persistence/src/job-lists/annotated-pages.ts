/**
 * Pages of jobs filtered by what is said of their subjects. No index leads from a statement to jobs, so those of the list
 * are looked at in portions until the page is full; a page is given out unfinished rather than read on without end.
 */
import type { Session } from '../database/session.js';
import type { Page, PageRequest } from '../projects/page.js';
import { type AnnotationFilter, annotationConditions } from './annotation-conditions.js';
import { parameters } from './job-filter.js';
import type { JobRecord } from './job-record.js';

const jobsAtOnce = 250;
/** Looked at for one page. */
const maxLooked = 2_000;

/** @param read pages of the same list without this filter */
export async function listAnnotated(
  session: Session,
  read: (page: PageRequest) => Promise<Page<JobRecord>>,
  { first, after }: PageRequest,
  filter: AnnotationFilter,
): Promise<Page<JobRecord>> {
  const rows: JobRecord[] = [];
  const cursors: string[] = [];
  let from = after ?? null;
  for (let looked = 0; looked < maxLooked; looked += jobsAtOnce) {
    const portion = await read({ first: jobsAtOnce, after: from });
    const wanted = await wantedOf(session, portion.rows, filter);
    for (const [index, job] of portion.rows.entries()) {
      if (!wanted.has(job.id)) continue;
      if (rows.length === first) return { rows, cursors, hasMore: true };
      rows.push(job);
      cursors.push(portion.cursors[index] ?? '');
    }
    if (!portion.hasMore) return { rows, cursors, hasMore: false };
    from = portion.endCursor ?? portion.cursors.at(-1) ?? null;
  }
  return from === null
    ? { rows, cursors, hasMore: false }
    : { rows, cursors, hasMore: true, endCursor: from };
}

async function wantedOf(
  session: Session,
  jobs: readonly JobRecord[],
  filter: AnnotationFilter,
): Promise<ReadonlySet<string>> {
  const list = parameters(jobs.map(({ id }) => id));
  const where = annotationConditions(filter, list.add);
  const rows = await session.query<{ id: string }>(
    `select j.id from job j where j.id = any($1)${where}`,
    list.values,
  );
  return new Set(rows.map(({ id }) => id));
}
