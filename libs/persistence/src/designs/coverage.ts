import {
  cellKeysInVersion,
  type JobState,
  type JsonObject,
  type PlannedJob,
  UserError,
} from '@batchyard/domain';
import { type PlannedDesign, planDesign } from '../batch-start/plan-design.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import type { DesignRecord } from './design-record.js';

export const cellStates = ['missing', 'waiting', 'running', 'succeeded', 'failed', 'stale'] as const;
export type CellState = (typeof cellStates)[number];

export interface CoverageCell {
  readonly position: number;
  readonly cellKey: string;
  readonly setting: JsonObject;
  readonly inputLabel: string;
  readonly replicate: number;
  readonly state: CellState;
  readonly jobId: string | null;
  /** Value of the design's objective, where the cell has a result. */
  readonly metric: number | null;
}

export interface CoverageRecord {
  readonly counts: Record<CellState, number>;
  readonly cells: readonly CoverageCell[];
}

interface NewestJob {
  readonly cellKey: string;
  readonly jobId: string;
  readonly state: JobState;
  readonly metric: number | null;
}

/** A job that ended without being computed leaves its cell as it was: missing. */
const cellStateOf: Readonly<Record<JobState, CellState>> = {
  waiting: 'waiting',
  queued: 'waiting',
  lost: 'waiting',
  running: 'running',
  succeeded: 'succeeded',
  reused: 'succeeded',
  failed: 'failed',
  timed_out: 'failed',
  out_of_memory: 'failed',
  cancelled: 'missing',
  skipped: 'missing',
};

/**
 * Every cell of a design with its newest result, else its newest job. A cell that was not computed in the installed
 * version of the pipeline, but in another one, is stale. A design whose files are gone has no cells.
 */
export async function coverageOf(
  session: Session,
  blobs: BlobStore,
  design: DesignRecord,
): Promise<CoverageRecord> {
  const { plan } = await planDesign(session, blobs, design.projectId, design.spec);
  const cells = plan === null ? [] : await readCells(session, design.projectId, plan);
  const counts = Object.fromEntries(cellStates.map((state) => [state, 0])) as Record<CellState, number>;
  for (const cell of cells) counts[cell.state]++;
  return { counts, cells };
}

/**
 * Keys of the cells that lack a good result: missing, failed, cancelled or skipped; not those under way.
 * @param stale `refresh`: cells whose only result comes from another version of the pipeline as well
 * @throws UserError INVALID_DESIGN with every problem
 */
export async function cellsToComplete(
  session: Session,
  blobs: BlobStore,
  design: DesignRecord,
  stale: 'keep' | 'refresh',
): Promise<Set<string>> {
  const { plan, problems } = await planDesign(session, blobs, design.projectId, design.spec);
  if (plan === null)
    throw new UserError('INVALID_DESIGN', 'The design has problems; nothing was started.', {}, problems);
  const wanted: readonly CellState[] =
    stale === 'refresh' ? ['missing', 'failed', 'stale'] : ['missing', 'failed'];
  const cells = await readCells(session, design.projectId, plan);
  return new Set(cells.filter(({ state }) => wanted.includes(state)).map(({ cellKey }) => cellKey));
}

async function readCells(
  session: Session,
  projectId: string,
  { jobs, objective, pipeline }: PlannedDesign,
): Promise<CoverageCell[]> {
  const keys = jobs.map((job) => job.cellKey);
  const newest = await newestJobs(session, projectId, keys, objective.metric);
  const isMissing = (job: PlannedJob) => stateOf(newest.get(job.cellKey)) === 'missing';
  const older = await olderResults(session, projectId, pipeline, jobs.filter(isMissing), objective.metric);
  return jobs.map((job) => {
    const result = older.get(job.cellKey);
    return result === undefined
      ? presentCell(job, newest.get(job.cellKey), stateOf(newest.get(job.cellKey)))
      : presentCell(job, result, 'stale');
  });
}

const stateOf = (job: NewestJob | undefined): CellState =>
  job === undefined ? 'missing' : cellStateOf[job.state];

function presentCell(planned: PlannedJob, job: NewestJob | undefined, state: CellState): CoverageCell {
  const { position, cellKey, setting, inputLabel, replicate } = planned;
  const [jobId, metric] = [job?.jobId ?? null, job?.metric ?? null];
  return { position, cellKey, setting, inputLabel, replicate, state, jobId, metric };
}

/** Newest result of each cell key, else its newest job. */
async function newestJobs(
  session: Session,
  projectId: string,
  cellKeys: readonly string[],
  metric: string,
): Promise<Map<string, NewestJob>> {
  const rows = await session.query<NewestJob>(
    `select k as "cellKey", newest.id as "jobId", newest.state, m.value as metric from unnest($2::text[]) k
     cross join lateral (
       select id, state from job_by_key where project_id = $1 and cell_key = k
       order by state in ('succeeded', 'reused') desc, id desc limit 1
     ) newest
     left join job_metric m on m.job_id = newest.id and m.name = $3`,
    [projectId, cellKeys, metric],
  );
  return new Map(rows.map((row) => [row.cellKey, row]));
}

/**
 * Results that cells have in other versions of the pipeline, by the key of the cell in this one. The version is part
 * of the key, so the key of each other version is made and looked up like any.
 */
async function olderResults(
  session: Session,
  projectId: string,
  pipeline: { readonly name: string; readonly version: string },
  jobs: readonly PlannedJob[],
  metric: string,
): Promise<Map<string, NewestJob>> {
  const found = new Map<string, NewestJob>();
  if (jobs.length === 0) return found;
  for (const version of await otherVersions(session, pipeline)) {
    const keys = cellKeysInVersion(jobs, pipeline.name, version);
    const results = await newestJobs(session, projectId, keys, metric);
    jobs.forEach(({ cellKey }, index) => {
      const result = results.get(keys[index] ?? '');
      if (stateOf(result) === 'succeeded' && result && !found.has(cellKey)) found.set(cellKey, result);
    });
  }
  return found;
}

/** Newest first: those that batches of this instance have used. */
async function otherVersions(
  session: Session,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<string[]> {
  const rows = await session.query<{ version: string }>(
    'select version from pipeline where name = $1 and version <> $2 order by created_at desc limit $3',
    [name, version, maxVersions],
  );
  return rows.map((row) => row.version);
}

/** Other versions of a pipeline in which results are looked for. */
const maxVersions = 10;
