/** What became of each cell of a design: its newest result, else its newest job. */
import type { JobState } from '@batchyard/domain';
import { hasUsableResult } from '../batches/reuse.js';
import type { Session } from '../database/session.js';
import { isStoppedEarly } from '../early-stopping/stopped.js';
import type { DesignCell, DesignCells } from './design-cells.js';
import type { DesignRecord } from './design-record.js';

export const cellStates = [
  'missing',
  'waiting',
  'running',
  'succeeded',
  'reused',
  'failed',
  'stopped_early',
  'stale',
] as const;
/**
 * `succeeded`: computed by a batch of this design; `reused`: an equal cell was computed by another batch;
 * `stopped_early`: its job was ended on its way, because it did worse than others; `stale`: computed in another
 * version of the pipeline only.
 */
export type CellState = (typeof cellStates)[number];

export type CellCounts = Readonly<Record<CellState, number>>;

export interface CoverageCell extends DesignCell {
  readonly state: CellState;
  readonly jobId: string | null;
}

/** A job that ended without being computed leaves its cell as it was: missing. */
const cellStateOf: Readonly<Record<JobState, CellState>> = {
  waiting: 'waiting',
  queued: 'waiting',
  lost: 'waiting',
  running: 'running',
  succeeded: 'succeeded',
  reused: 'reused',
  failed: 'failed',
  timed_out: 'failed',
  out_of_memory: 'failed',
  cancelled: 'missing',
  skipped: 'missing',
};

interface NewestJob {
  /** Place of its key among those asked for, from 0. */
  readonly index: number;
  readonly jobId: string;
  readonly state: JobState;
  /** Whether a batch of the design computed the result. */
  readonly isOwn: boolean;
  readonly isStoppedEarly: boolean;
}

interface StatesRequest {
  readonly projectId: string;
  readonly designId: string;
}

/** Every cell with its state: one statement for this version of the pipeline, and one for each other version. */
export async function readCellStates(
  session: Session,
  design: Pick<DesignRecord, 'id' | 'projectId'>,
  { cells, keysInVersions }: DesignCells,
): Promise<CoverageCell[]> {
  const request = { projectId: design.projectId, designId: design.id };
  const keys = cells.map(({ cellKey }) => cellKey);
  const jobs = new Map((await newestJobs(session, request, keys)).map((job) => [job.index, job]));
  const states = cells.map((cell, index) => presentCell(cell, jobs.get(index)));
  for (const older of keysInVersions) await markStale(session, request, states, older);
  return states;
}

function presentCell(cell: DesignCell, job: NewestJob | undefined): CoverageCell {
  if (job === undefined) return { ...cell, state: 'missing', jobId: null };
  return { ...cell, state: stateOf(job), jobId: job.jobId };
}

function stateOf({ state, isOwn, isStoppedEarly }: NewestJob): CellState {
  if (hasResult(state)) return isOwn ? 'succeeded' : 'reused';
  if (isStoppedEarly) return 'stopped_early';
  return cellStateOf[state];
}

/** Cells that are missing in this version, but have a result in another one. @param keys in that version, by index */
async function markStale(
  session: Session,
  request: StatesRequest,
  states: CoverageCell[],
  keys: readonly string[],
): Promise<void> {
  const missing = states.flatMap((cell, index) => (cell.state === 'missing' ? [{ cell, index }] : []));
  if (missing.length === 0) return;
  const asked = missing.map(({ index }) => keys[index] ?? '');
  for (const { index, state, jobId } of await newestJobs(session, request, asked)) {
    const found = missing[index];
    if (found && hasResult(state)) states[found.index] = { ...found.cell, state: 'stale', jobId };
  }
}

const hasResult = (state: JobState) => state === 'succeeded' || state === 'reused';

/** Newest result of each cell key, else its newest job; earlier jobs are read only as far as the newest result. */
function newestJobs(
  session: Session,
  { projectId, designId }: StatesRequest,
  keys: readonly string[],
): Promise<NewestJob[]> {
  return session.query<NewestJob>(
    `select (k.place - 1)::int as index, coalesce(result.id, newest.id) as "jobId",
       case when result.id is null then newest.state when result.reused_from is null then 'succeeded'
         else 'reused' end as state,
       coalesce(b.design_id = $3, false) as "isOwn",
       coalesce(newest.is_stopped_early, false) as "isStoppedEarly"
     from unnest($2::text[]) with ordinality k (key, place)
     left join lateral (
       select j.id, j.batch_id, j.reused_from from job_cell c join job j on j.id = c.job_id
       where c.project_id = $1 and c.cell_key = k.key and ${hasUsableResult} order by c.job_id desc limit 1
     ) result on true
     left join lateral (
       select j.id, j.state, ${isStoppedEarly} as is_stopped_early from job_cell c join job j on j.id = c.job_id
       where result.id is null and c.project_id = $1 and c.cell_key = k.key order by c.job_id desc limit 1
     ) newest on true
     left join job source on source.id = result.reused_from
     left join batch b on b.id = coalesce(source.batch_id, result.batch_id)
     where coalesce(result.id, newest.id) is not null`,
    [projectId, keys, designId],
  );
}

/** A cell with the value of the design's objective, where it has a result. */
export interface MeasuredCell extends CoverageCell {
  readonly metric: number | null;
}

export async function withMetric(
  session: Session,
  metric: string,
  cells: readonly CoverageCell[],
): Promise<MeasuredCell[]> {
  const ids = cells.flatMap(({ jobId }) => jobId ?? []);
  const rows = await session.query<{ jobId: string; value: number }>(
    'select job_id as "jobId", value from job_metric where job_id = any($1) and name = $2',
    [ids, metric],
  );
  const values = new Map(rows.map(({ jobId, value }) => [jobId, value]));
  return cells.map((cell) => ({ ...cell, metric: values.get(cell.jobId ?? '') ?? null }));
}
