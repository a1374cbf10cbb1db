/** Pages of jobs. Several states are read as one index range each and merged: the cost is that of the page. */
import { type JobState, jobStates } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { type JobRecord, jobColumns } from './job-record.js';

export interface JobListFilter {
  readonly states?: readonly JobState[] | null;
  readonly batchId?: string | null;
  /** Only jobs with exactly these parameters. */
  readonly settingKey?: string | null;
}

const emptyPage: Page<JobRecord> = { rows: [], cursors: [], hasMore: false };

const hasSetting = (parameter: number) => `($${parameter}::text is null or j.setting_key = $${parameter})`;

export async function listProjectJobs(
  session: Session,
  projectId: string,
  { first, after }: PageRequest,
  { states, batchId, settingKey }: JobListFilter,
): Promise<Page<JobRecord>> {
  if (batchId)
    return isId(batchId)
      ? listNewestOfBatch(session, projectId, batchId, { first, after }, { states, settingKey })
      : emptyPage;
  const before = decodeCursor(after, 1)?.[0] ?? null;
  const below = `($2::bigint is null or j.id < $2) and ${hasSetting(4)} order by j.id desc limit $3`;
  const rows =
    states == null || states.length === jobStates.length
      ? await session.query<JobRecord>(
          `select ${jobColumns} from job j where j.project_id = $1 and ${below}`,
          [projectId, before, first + 1, settingKey],
        )
      : await session.query<JobRecord>(
          `select p.* from unnest($5::text[]) s (state) cross join lateral (
             select ${jobColumns} from job j where j.project_id = $1 and j.state = s.state and ${below}
           ) p order by p.id desc limit $3`,
          [projectId, before, first + 1, settingKey, [...new Set(states)]],
        );
  return pageOf(rows, first, (job) => [job.id]);
}

async function listNewestOfBatch(
  session: Session,
  projectId: string,
  batchId: string,
  { first, after }: PageRequest,
  { states, settingKey }: JobListFilter,
): Promise<Page<JobRecord>> {
  const rows = await session.query<JobRecord>(
    `select p.* from unnest($5::text[]) s (state) cross join lateral (
       select ${jobColumns} from job j where j.batch_id = $1 and j.project_id = $2 and j.state = s.state
         and ($3::int is null or j.position < $3) and ${hasSetting(6)} order by j.position desc limit $4
     ) p order by p.position desc limit $4`,
    [
      batchId,
      projectId,
      decodeCursor(after, 1)?.[0] ?? null,
      first + 1,
      [...new Set(states ?? jobStates)],
      settingKey,
    ],
  );
  return pageOf(rows, first, (job) => [job.position]);
}

export async function listBatchJobs(
  session: Session,
  batchId: string,
  { first, after }: PageRequest,
  { states, settingKey }: JobListFilter,
): Promise<Page<JobRecord>> {
  const from = decodeCursor(after, 1)?.[0] ?? null;
  const above = `($2::int is null or j.position > $2) and ${hasSetting(4)} order by j.position limit $3`;
  const rows =
    states == null
      ? await session.query<JobRecord>(`select ${jobColumns} from job j where j.batch_id = $1 and ${above}`, [
          batchId,
          from,
          first + 1,
          settingKey,
        ])
      : await session.query<JobRecord>(
          `select p.* from unnest($5::text[]) s (state) cross join lateral (
             select ${jobColumns} from job j where j.batch_id = $1 and j.state = s.state and ${above}
           ) p order by p.position limit $3`,
          [batchId, from, first + 1, settingKey, [...new Set(states)]],
        );
  return pageOf(rows, first, (job) => [job.position]);
}
