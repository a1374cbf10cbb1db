/**
 * Chunked jobs: a job whose batch asks for chunks waits (`available_at` = infinity) beside jobs that compute its chunks.
 * Those are jobs like any other; when all of them have ended, the whole is merged or fails (`settle-chunks.ts`).
 */
import { inputsKey, type PlannedChunk, type PlannedInputs, planChunks } from '@batchyard/domain';
import type { FrameRange } from '@batchyard/pipelines';
import { reuseEqualJobs } from '../batches/reuse.js';
import { searchBlocksOf } from '../batches/search-blocks.js';
import { toJson } from '../database/json.js';
import { onlyRow, type Session } from '../database/session.js';

/** How the jobs of a batch are divided. */
export interface BatchChunking {
  /** Chunks per job; at least 2. */
  readonly count: number;
  /** All frames of each set of inputs, by `inputsKey`. A job whose inputs are not in it stays whole. */
  readonly frames: ReadonlyMap<string, FrameRange>;
}

interface WholeRow {
  readonly id: string;
  readonly position: number;
  readonly label: string;
  readonly cellKey: string;
  readonly inputs: PlannedInputs;
}

interface ChunkRow extends PlannedChunk {
  readonly wholeId: string;
}

/** Chunks written by one statement, about. */
const chunksPerStatement = 2_000;

/**
 * Divides those jobs of a new batch that are to be computed. In the transaction that creates the batch, after its jobs.
 * @param reuse whether chunks take over equal results
 * @returns how many chunks were added and how many of them were reused
 */
export async function addChunks(
  session: Session,
  batchId: string,
  { count, frames }: BatchChunking,
  reuse: boolean,
): Promise<{ readonly added: number; readonly reused: number }> {
  const { n: cellCount } = onlyRow(
    await session.query<{ n: number }>('select max(position) + 1 as n from job where batch_id = $1', [
      batchId,
    ]),
  );
  let added = 0;
  let reused = 0;
  for await (const wholes of waitingJobs(
    session,
    batchId,
    cellCount,
    Math.ceil(chunksPerStatement / count),
  )) {
    const chunks = wholes.flatMap((whole): ChunkRow[] => {
      const range = frames.get(inputsKey(whole.inputs));
      const parts = range === undefined ? [] : planChunks(whole, range, count, cellCount);
      return parts.length < 2 ? [] : parts.map((chunk) => ({ ...chunk, wholeId: whole.id }));
    });
    if (chunks.length === 0) continue;
    await insertChunks(session, chunks);
    added += chunks.length;
    const positions = [chunks[0]?.position ?? 0, chunks.at(-1)?.position ?? 0] as const;
    if (reuse) reused += await reuseEqualJobs(session, batchId, positions);
  }
  return { added, reused };
}

/** Jobs to be computed, in portions: with many chunks each, few at once. */
async function* waitingJobs(
  session: Session,
  batchId: string,
  cellCount: number,
  size: number,
): AsyncGenerator<WholeRow[]> {
  for (let after = -1; ; ) {
    const rows = await session.query<WholeRow>(
      `select id, position, label, cell_key as "cellKey", inputs from job
       where batch_id = $1 and position > $2 and position < $3 and state = 'waiting' order by position limit $4`,
      [batchId, after, cellCount, size],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    after = rows.at(-1)?.position ?? after;
  }
}

/** Writes chunks with what they take from their whole, and lets that wait for them. */
async function insertChunks(session: Session, chunks: readonly ChunkRow[]): Promise<void> {
  const rows = chunks.map(({ frames, ...chunk }) => ({ ...chunk, ...frames }));
  await session.query(
    `insert into job (project_id, batch_id, attempt_limit, position, label, cell_key, setting_key, setting, params, inputs,
       input_label, replicate, seed, metadata, input_bytes, priority, chunk_of, chunk_index, first_frame, last_frame)
     select w.project_id, w.batch_id, w.attempt_limit, c.position, c.label, c."cellKey", w.setting_key, w.setting, w.params,
       w.inputs, w.input_label, w.replicate, w.seed, w.metadata, w.input_bytes, w.priority, w.id, c.index, c.first, c.last
     from jsonb_to_recordset($1) c ("wholeId" bigint, index int, position int, label text, "cellKey" text, first int, last int)
     join job w on w.id = c."wholeId" order by c.position`,
    [toJson(rows)],
  );
  await session.query(
    `update job set chunk_count = c.n, available_at = 'infinity'
     from (select id, count(*)::int as n from unnest($1::bigint[]) id group by id) c where job.id = c.id`,
    [chunks.map((chunk) => chunk.wholeId)],
  );
  await session.query(
    `insert into job_search_block (batch_id, first_position, last_position, project_id, words)
     select w.batch_id, b."firstPosition", b."lastPosition", w.project_id, b.words
     from job w, jsonb_to_recordset($2) b ("firstPosition" int, "lastPosition" int, words text) where w.id = $1`,
    [chunks[0]?.wholeId, toJson(searchBlocksOf(chunks))],
  );
}
