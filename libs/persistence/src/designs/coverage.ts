import type { JobState, JsonObject, PlannedJob } from '@batchyard/domain';
import { planDesign } from '../batch-start/plan-design.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import type { DesignRecord } from './design-record.js';

export const cellStates = ['missing', 'waiting', 'running', 'succeeded', 'failed', 'stale'] as const;
export type CellState = (typeof cellStates)[number];

export interface CoverageCell {
  readonly position: number;
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

/** Every cell of a design with its newest result, else its newest job. A design whose files are gone has no cells. */
export async function coverageOf(
  session: Session,
  blobs: BlobStore,
  design: DesignRecord,
): Promise<CoverageRecord> {
  const { plan } = await planDesign(session, blobs, design.projectId, design.spec);
  const jobs = plan?.jobs ?? [];
  const newest = await newestJobs(session, design.projectId, jobs, plan?.objective.metric ?? '');
  const cells = jobs.map((job) => presentCell(job, newest.get(job.cellKey)));
  const counts = Object.fromEntries(cellStates.map((state) => [state, 0])) as Record<CellState, number>;
  for (const cell of cells) counts[cell.state]++;
  return { counts, cells };
}

function presentCell(planned: PlannedJob, job: NewestJob | undefined): CoverageCell {
  const { position, setting, inputLabel, replicate } = planned;
  return {
    position,
    setting,
    inputLabel,
    replicate,
    state: job === undefined ? 'missing' : cellStateOf[job.state],
    jobId: job?.jobId ?? null,
    metric: job?.metric ?? null,
  };
}

async function newestJobs(
  session: Session,
  projectId: string,
  jobs: readonly PlannedJob[],
  metric: string,
): Promise<Map<string, NewestJob>> {
  const rows = await session.query<NewestJob>(
    `select k as "cellKey", newest.id as "jobId", newest.state, m.value as metric from unnest($2::text[]) k
     cross join lateral (
       select id, state from job where project_id = $1 and cell_key = k
       order by state in ('succeeded', 'reused') desc, id desc limit 1
     ) newest
     left join job_metric m on m.job_id = newest.id and m.name = $3`,
    [projectId, jobs.map((job) => job.cellKey), metric],
  );
  return new Map(rows.map((row) => [row.cellKey, row]));
}
