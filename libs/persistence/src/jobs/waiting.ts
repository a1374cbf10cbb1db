/** Why jobs wait, at a cost of the unfinished batches and of a part of an index, never of all jobs. */
import {
  type ActiveBatch,
  byHeadStart,
  carriesLabels,
  type DispatchSituation,
  explainWaiting,
  inFlight,
  inFlightByProject,
  type JobWaiting,
  slotsFor,
  typicalSeconds,
  type WaitingFacts,
  type WaitingJobState,
  waitingJobStates,
} from '@batchyard/domain';
import { readFinished } from '../batch-lists/batch-list-store.js';
import type { Session } from '../database/session.js';
import { readSituation } from './situation.js';

/** Jobs of a batch that are looked at for places in its line; who is further back has no number. */
const countedPlaces = 10_000;

interface WaitingRow
  extends Pick<
    WaitingFacts,
    'attempt' | 'attemptLimit' | 'batchState' | 'labels' | 'chunkCount' | 'errorMessage'
  > {
  readonly id: string;
  readonly batchId: string;
  readonly projectId: string;
  readonly state: WaitingJobState;
  /** null for infinity. */
  readonly availableAtMs: number | null;
  readonly nowMs: number;
}

/** By job id; jobs that do not wait are absent. @param jobIds of jobs that the caller may see */
export async function readWaiting(
  session: Session,
  jobIds: readonly string[],
): Promise<Map<string, JobWaiting>> {
  const rows = await readRows(session, jobIds);
  if (rows.length === 0) return new Map();
  const situation = await readSituation(session);
  const batchIds = [...new Set(rows.map((row) => row.batchId))];
  const [places, finished] = await Promise.all([
    readPlaces(session, batchIds, rows),
    readFinished(session, batchIds),
  ]);
  return new Map(
    rows.map((row) => {
      const typicalJobSeconds = typicalSeconds(finished.get(row.batchId) ?? []);
      const facts = factsOf(row, situation, places.get(row.id) ?? null, typicalJobSeconds);
      return [row.id, explainWaiting(facts, row.nowMs)];
    }),
  );
}

function readRows(session: Session, jobIds: readonly string[]): Promise<WaitingRow[]> {
  return session.query<WaitingRow>(
    `select j.id, j.batch_id as "batchId", j.project_id as "projectId", j.state, j.attempt,
       j.attempt_limit as "attemptLimit", j.chunk_count as "chunkCount", j.error->>'message' as "errorMessage",
       case when j.available_at < 'infinity' then extract(epoch from j.available_at)::float8 * 1000 end as "availableAtMs",
       b.state as "batchState", b.labels, extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
     from job j join batch b on b.id = j.batch_id where j.id = any($1) and j.state = any($2)`,
    [jobIds, waitingJobStates],
  );
}

/** Places from 1 among the jobs of each batch that could start now. */
async function readPlaces(
  session: Session,
  batchIds: readonly string[],
  rows: readonly WaitingRow[],
): Promise<Map<string, number>> {
  const places = await session.query<{ id: string; place: number }>(
    `select id, place::int from unnest($1::bigint[]) b (id_of_batch) cross join lateral (
       select id, row_number() over (order by priority desc, position) as place from (
         select id, priority, position, available_at from job
         where batch_id = b.id_of_batch and state in ('waiting', 'lost') and available_at < 'infinity'
         order by priority desc, position limit ${countedPlaces}
       ) line where available_at <= clock_timestamp()
     ) placed where id = any($2)`,
    [batchIds, rows.map((row) => row.id)],
  );
  return new Map(places.map(({ id, place }) => [id, place]));
}

function factsOf(
  row: WaitingRow,
  situation: DispatchSituation,
  position: number | null,
  typicalJobSeconds: number | null,
): WaitingFacts {
  const { batches, workers, projectLimits } = situation;
  const batch = batches.find(({ id }) => id === row.batchId);
  const matching = workers.filter((worker) => carriesLabels(worker.labels, row.labels));
  const carried = new Set(workers.flatMap((worker) => worker.labels));
  return {
    ...row,
    availableAtMs: row.availableAtMs ?? Number.POSITIVE_INFINITY,
    missingLabels: row.labels.filter((label) => !carried.has(label)),
    livingWorkers: workers.length,
    matchingWorkers: matching.length,
    refusals: matching.flatMap(({ refusal }) => refusal ?? []),
    slots: slotsFor(workers, row.labels),
    batchLimit: batch?.concurrency ?? null,
    batchInFlight: batch === undefined ? 0 : inFlight(batch),
    projectLimit: projectLimits.get(row.projectId) ?? null,
    projectInFlight: inFlightByProject(batches).get(row.projectId) ?? 0,
    position,
    jobsOfEarlierBatches: batch === undefined ? 0 : waitingBefore(batch, batches),
    competingProjects: new Set(
      batches.filter((one) => isHungry(one) || inFlight(one) > 0).map((one) => one.projectId),
    ).size,
    typicalJobSeconds,
  };
}

/** Jobs of the same project's batches that run and go first, by the counters. */
function waitingBefore(batch: ActiveBatch, batches: readonly ActiveBatch[]): number {
  return batches
    .filter(
      (other) => other.projectId === batch.projectId && isHungry(other) && byHeadStart(other, batch) < 0,
    )
    .reduce((total, { counts }) => total + counts.waiting + counts.lost, 0);
}

const isHungry = ({ state, counts }: ActiveBatch) => state === 'running' && counts.waiting + counts.lost > 0;
