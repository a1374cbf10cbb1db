import { NotFound } from '@batchyard/domain';
import type { Database } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import type { PageRequest } from '../projects/page.js';
import { countJobs } from './job-counts.js';
import { defaultOrder, type JobListFilter, type JobListOrder } from './job-filter.js';
import { listBatchJobs, listProjectJobs } from './job-pages.js';
import { type JobRecord, jobColumns } from './job-record.js';

/** Most running jobs shown at once. */
const maxRunning = 50;

export function jobListStore(database: Database) {
  return {
    /** Newest first unless ordered otherwise. The project must be one that the caller may see. */
    ofProject: (
      projectId: string,
      page: PageRequest,
      filter: JobListFilter = {},
      order: JobListOrder = defaultOrder,
    ) => listProjectJobs(database, projectId, page, filter, order),

    /** By position unless ordered otherwise. The batch must be one that the caller may see. */
    ofBatch: (
      batchId: string,
      page: PageRequest,
      filter: Omit<JobListFilter, 'batchId'> = {},
      order: JobListOrder = defaultOrder,
    ) => listBatchJobs(database, batchId, page, filter, order),

    /** Jobs of a project that fit the filter, counted up to a limit. The project must be one that the caller may see. */
    count: (projectId: string, filter: JobListFilter = {}) => countJobs(database, projectId, filter),

    /** Those of these ids that the caller may see, in any order. */
    byIds: (caller: Caller, ids: readonly string[]) =>
      database.query<JobRecord>(
        `select ${jobColumns} from job j where j.id = any($3) and ${visibleProject('j.project_id')}`,
        [...callerParameters(caller), ids.filter(isId)],
      ),

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<JobRecord> => {
      const [job] = await database.query<JobRecord>(
        `select ${jobColumns} from job j where j.id = any($3) and ${visibleProject('j.project_id')}`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (job === undefined) throw new NotFound('The job');
      return job;
    },

    /** Chunks of jobs, in order. The jobs must be ones that the caller may see. */
    chunks: (jobIds: readonly string[]) =>
      database.query<JobRecord>(
        `select ${jobColumns} from job j where j.chunk_of = any($1) order by j.chunk_of, j.chunk_index`,
        [jobIds],
      ),

    /** Running jobs of batches by position, at most 50 of each batch. */
    running: (batchIds: readonly string[]) =>
      database.query<JobRecord>(
        `select j.* from unnest($1::bigint[]) b (id) cross join lateral (
           select ${jobColumns} from job j where j.batch_id = b.id and j.state = 'running' order by j.position
           limit ${maxRunning}) j`,
        [batchIds],
      ),

    /** The failed job with the lowest position, of each batch that has one. */
    firstFailures: (batchIds: readonly string[]) =>
      database.query<JobRecord>(
        `select f.* from unnest($1::bigint[]) b (id) cross join lateral (
           select j.* from unnest(array['failed', 'timed_out', 'out_of_memory']) s (state) cross join lateral (
             select ${jobColumns} from job j where j.batch_id = b.id and j.state = s.state order by j.position limit 1) j
           order by j.position limit 1) f`,
        [batchIds],
      ),
  };
}
