import {
  type BatchOptions,
  type BatchState,
  emptyJobCounts,
  type FinishedJob,
  type JobCounts,
  type JsonObject,
  NotFound,
} from '@batchyard/domain';
import type { MetricDirection } from '@batchyard/pipelines';
import type { Database, Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { readBatchTotals } from './batch-totals.js';
import { readStageSummary } from './stage-summary.js';

export interface BatchRecord {
  readonly id: string;
  readonly projectId: string;
  readonly designId: string | null;
  readonly name: string;
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly spec: unknown;
  readonly options: BatchOptions;
  readonly modeReason: string | null;
  readonly metadata: JsonObject;
  readonly objectiveMetric: string;
  readonly objectiveDirection: MetricDirection;
  readonly state: BatchState;
  readonly stateReason: string | null;
  /** Jobs of an adaptive design whose settings are still to be chosen; no counter has them. */
  readonly proposalsLeft: number;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly finishedAt: Date | null;
}

export interface BatchListFilter {
  readonly states?: readonly BatchState[] | null;
  readonly designId?: string | null;
}

const columns = `b.id, b.project_id as "projectId", b.design_id as "designId", b.name,
  b.pipeline_name as "pipelineName", b.pipeline_version as "pipelineVersion", b.spec, b.options,
  b.mode_reason as "modeReason", b.metadata,
  b.objective_metric as "objectiveMetric", b.objective_direction as "objectiveDirection", b.state,
  b.state_reason as "stateReason", b.proposals_left as "proposalsLeft", b.created_at as "createdAt", b.created_by as "createdById",
  b.finished_at as "finishedAt"`;

/** Jobs that an estimate of the remaining time rests on. */
const finishedSample = 200;

export function batchListStore(database: Database) {
  return {
    /** Newest first. The project must be one that the caller may see. */
    list: (projectId: string, page: PageRequest, filter: BatchListFilter = {}) =>
      listBatches(database, projectId, page, filter),

    /** Those of these ids that the caller may see, in any order. */
    byIds: (caller: Caller, ids: readonly string[]) =>
      database.query<BatchRecord>(
        `select ${columns} from batch b where b.id = any($3) and ${visibleProject('b.project_id')}`,
        [...callerParameters(caller), ids.filter(isId)],
      ),

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<BatchRecord> => {
      const [batch] = await database.query<BatchRecord>(
        `select ${columns} from batch b where b.id = any($3) and ${visibleProject('b.project_id')}`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (batch === undefined) throw new NotFound('The batch');
      return batch;
    },

    /** Jobs per state of several batches, from the counters. */
    counts: (batchIds: readonly string[]) => readCountsOf(database, batchIds),

    /** Jobs that were computed, by batch: at most 200 with the highest positions; merges of chunks do not count. */
    finished: (batchIds: readonly string[]) => readFinished(database, batchIds),

    /** What all jobs of a batch have used, said and left; looks at each of them. @param metrics those to add up */
    totals: (batchId: string, metrics: readonly string[]) => readBatchTotals(database, batchId, metrics),

    stageSummary: (batchId: string, stages: readonly string[]) => readStageSummary(database, batchId, stages),
  };
}

async function listBatches(
  session: Session,
  projectId: string,
  { first, after }: PageRequest,
  { states, designId }: BatchListFilter,
): Promise<Page<BatchRecord>> {
  if (designId && !isId(designId)) return { rows: [], cursors: [], hasMore: false };
  const below = `($2::bigint is null or b.id < $2) and ($3::bigint is null or b.design_id = $3) order by b.id desc limit $4`;
  const values = [projectId, decodeCursor(after, 1)?.[0] ?? null, designId ?? null, first + 1];
  // Each state is one range of its index, whose keys are read first: else the planner prefers a walk through all ids.
  const rows =
    states == null
      ? await session.query<BatchRecord>(
          `select ${columns} from batch b where b.project_id = $1 and ${below}`,
          values,
        )
      : await session.query<BatchRecord>(
          `select ${columns} from (
             select k.id from unnest($5::text[]) s (state) cross join lateral (
               select b.id from batch b where b.project_id = $1 and b.state = s.state and ${below}
             ) k order by k.id desc limit $4
           ) p join batch b on b.id = p.id order by b.id desc`,
          [...values, [...new Set(states)]],
        );
  return pageOf(rows, first, (batch) => [batch.id]);
}

async function readCountsOf(session: Session, batchIds: readonly string[]): Promise<Map<string, JobCounts>> {
  const rows = await session.query<{ batchId: string; counts: Partial<JobCounts> }>(
    `select batch_id as "batchId", jsonb_object_agg(state, n) as counts from batch_job_count
     where batch_id = any($1) group by batch_id`,
    [batchIds],
  );
  return new Map(rows.map((row) => [row.batchId, { ...emptyJobCounts(), ...row.counts }]));
}

export async function readFinished(
  session: Session,
  batchIds: readonly string[],
): Promise<Map<string, FinishedJob[]>> {
  const rows = await session.query<{ batchId: string; durationsS: number[]; endsMs: number[] }>(
    `select b.id as "batchId", coalesce(array_agg(j.duration_s), '{}') as "durationsS",
       coalesce(array_agg(j.end_ms), '{}') as "endsMs"
     from unnest($1::bigint[]) b (id) cross join lateral (
       select extract(epoch from j.finished_at - j.started_at)::float8 as duration_s,
         extract(epoch from j.finished_at)::float8 * 1000 as end_ms
       from job j where j.batch_id = b.id and j.state = 'succeeded' and j.chunk_count is null
         and j.started_at is not null
       order by j.position desc limit ${finishedSample}
     ) j group by b.id`,
    [batchIds],
  );
  return new Map(
    rows.map(({ batchId, durationsS, endsMs }) => [
      batchId,
      durationsS.map((durationS, n) => ({ durationS, finishedAtMs: endsMs[n] ?? 0 })),
    ]),
  );
}
